using ElasticGrains.Cli.Chaos.Faults;
using ElasticGrains.Cli.Chaos.Workloads;
using ElasticGrains.Cli.State;

namespace ElasticGrains.Cli.Chaos;

/// <summary>What <c>eg chaos</c> is asked to do.</summary>
/// <param name="Places">The cluster; null for one of its own.</param>
/// <param name="Silos">The silos of its own cluster.</param>
/// <param name="Slots">The slots of each of them.</param>
/// <param name="Length">How long faults happen.</param>
/// <param name="Every">The mean time between two.</param>
/// <param name="Seed">Of the schedule.</param>
/// <param name="Faults">What may happen; null for all that can.</param>
/// <param name="Workloads">What runs meanwhile.</param>
/// <param name="Quiet">Whether the same runs without faults before.</param>
internal sealed record ChaosSettings(
    StatePlaces? Places, int Silos, int Slots, TimeSpan Length, TimeSpan Every, int Seed, IReadOnlyList<FaultKind>? Faults, IReadOnlyList<WorkloadKind> Workloads, bool Quiet)
{
    /// <summary>The command that does the same again.</summary>
    public string Again => FormattableString.Invariant($"eg chaos --seed {Seed} --minutes {Length.TotalMinutes:0.##} --every {Every.TotalSeconds:0.###}s")
        + (Places is { } places ? places.Option : FormattableString.Invariant($" --silos {Silos} --slots {Slots}"))
        + (Faults is null ? "" : $" --faults {Words(Faults)}")
        + (Workloads.Count == Enum.GetValues<WorkloadKind>().Length ? "" : $" --workload {Words(Workloads)}")
        + (Quiet ? "" : " --no-quiet");

    private static string Words<T>(IEnumerable<T> values)
        where T : struct, Enum => string.Join(',', values.Select(value => value.ToString().ToLowerInvariant()));
}
