using ElasticGrains.Cli.Chaos.Workloads;

namespace ElasticGrains.Cli.Chaos;

/// <summary>What the workloads came to in one run, with faults or without.</summary>
/// <param name="Tallies">By workload.</param>
/// <param name="Attempts">What the ledger says of their jobs.</param>
/// <param name="Recomputed">Items of the long job that were computed again; null when it did not run, or has not ended.</param>
internal sealed record PhaseFigures(IReadOnlyDictionary<WorkloadKind, WorkloadTally> Tallies, AttemptTotals Attempts, long? Recomputed);
