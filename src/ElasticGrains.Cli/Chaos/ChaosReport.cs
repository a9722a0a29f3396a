using ElasticGrains.Cli.Chaos.Faults;
using ElasticGrains.Cli.State;

namespace ElasticGrains.Cli.Chaos;

/// <summary>What was broken, and what came of it.</summary>
/// <param name="Seed">Of the schedule.</param>
/// <param name="Faults">In the order of their times.</param>
/// <param name="NotPossible">The kinds that cannot be had here, and why.</param>
/// <param name="Workloads">What ran meanwhile.</param>
/// <param name="Attempts">What the ledger says of it.</param>
/// <param name="Recomputed">Items of the long job that were computed again; null when it did not run, or has not ended.</param>
/// <param name="QuietWithoutCommit">The longest time between two commits without faults; null when that was not measured.</param>
/// <param name="Verify">The check of the ledger.</param>
/// <param name="Findings">What should not be; empty when nothing was lost.</param>
/// <param name="Again">The command that does the same again.</param>
/// <param name="Kept">Where logs and ledger are; null when nothing was found.</param>
internal sealed record ChaosReport(
    int Seed,
    IReadOnlyList<FaultRecord> Faults,
    IReadOnlyDictionary<FaultKind, string> NotPossible,
    IReadOnlyList<WorkloadFigures> Workloads,
    AttemptTotals Attempts,
    long? Recomputed,
    TimeSpan? QuietWithoutCommit,
    CheckReport Verify,
    IReadOnlyList<string> Findings,
    string Again,
    string? Kept)
{
    /// <summary>How many of each kind happened.</summary>
    public IReadOnlyDictionary<FaultKind, int> Counts => Faults.Where(fault => !fault.Skipped).CountBy(fault => fault.Kind).OrderBy(count => count.Key).ToDictionary();
}
