using System.Globalization;

namespace ElasticGrains.Testing.Simulation;

/// <summary>What <see cref="KernelSimulation"/> found.</summary>
/// <param name="Kernel">The kernel's name.</param>
/// <param name="Items">The items of a job.</param>
/// <param name="Seeds">What each seed did.</param>
public sealed record KernelSimulationReport(string Kernel, long Items, IReadOnlyList<SimulationResult> Seeds)
{
    /// <summary>True when every seed was sound.</summary>
    public bool IsSound => Seeds.All(seed => seed.IsSound);

    /// <summary>The first seed that was not; null when all were.</summary>
    public SimulationResult? FirstProblem => Seeds.FirstOrDefault(seed => !seed.IsSound);

    /// <summary>How to run the first such seed alone, as code; null when there is none.</summary>
    public string? Rerun { get; init; }

    /// <summary>False when that seed did something else when it was run again: then the kernel is no function of its input.</summary>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>For a test: throws with the report as the message unless every seed was sound.</summary>
    /// <exception cref="UnsoundException">What was wrong, with the seed, the last events, and how to run it again.</exception>
    public void ThrowIfUnsound()
    {
        if (!IsSound)
        {
            throw new UnsoundException(ToString());
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var jobs = Seeds.Sum(seed => seed.Jobs);
        var work = string.Create(
            CultureInfo.InvariantCulture,
            $"{jobs:N0} jobs of {Items:N0} items, {Seeds.Sum(seed => seed.Faults):N0} faults, {Seeds.Sum(seed => seed.Attempts):N0} attempts, "
                + $"{Seeds.Sum(seed => seed.Recomputed):N0} of {Seeds.Sum(seed => seed.Computed):N0} items computed again");
        work += Seeds.Sum(seed => seed.GivenUp) is > 0 and var unlucky ? $", {unlucky} given up because silos were killed under one shard too often" : "";
        if (FirstProblem is not { } problem)
        {
            return $"Kernel '{Kernel}' is sound in {Seeds.Count} simulated grids: {work}.";
        }

        var repeat = IsRepeatable
            ? "It does the same each time."
            : "It did something else when it was run again: the kernel keeps state from run to run, or uses a clock or hidden chance. Give Of a function that makes the kernel.";
        return string.Join(Environment.NewLine, [
            $"Kernel '{Kernel}' is not sound: {Seeds.Count(seed => !seed.IsSound)} of {Seeds.Count} simulated grids show it ({work}).",
            $"Seed {problem.Seed}: {problem.Problem}",
            $"Run it again: {Rerun}. {repeat}",
            "The last events (time in s, who, what it was told, -> what it did):",
            .. problem.Story,
        ]);
    }
}
