namespace ElasticGrains.Testing.Laws;

/// <summary>What <see cref="KernelLaw"/> found.</summary>
/// <param name="Kernel">The kernel's name.</param>
/// <param name="Items">The number of items of the input.</param>
/// <param name="Checks">How many comparisons were made.</param>
/// <param name="Violations">The laws that do not hold, each with the smallest example found.</param>
public sealed record LawReport(string Kernel, long Items, int Checks, IReadOnlyList<LawViolation> Violations)
{
    /// <summary>True when no violation was found.</summary>
    public bool Holds => Violations.Count == 0;

    /// <inheritdoc/>
    public override string ToString() => Holds
        ? $"Kernel '{Kernel}' kept its laws in {Checks:N0} checks over {Items:N0} items."
        : string.Join(Environment.NewLine, Violations.Select(violation => $"{violation.Law}: {violation.Message}")
            .Prepend($"Kernel '{Kernel}' breaks {Violations.Count} law(s) in {Checks:N0} checks over {Items:N0} items:"));
}
