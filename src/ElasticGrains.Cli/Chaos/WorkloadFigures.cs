using ElasticGrains.Cli.Chaos.Workloads;

namespace ElasticGrains.Cli.Chaos;

/// <summary>What a workload came to.</summary>
/// <param name="Workload">Which.</param>
/// <param name="Jobs">Jobs that ended with the right answer.</param>
/// <param name="Items">Their items.</param>
/// <param name="PerSecond">Items in a second, from the start to the end of the last job.</param>
/// <param name="QuietPerSecond">The same in the run without faults; null when there was none.</param>
internal sealed record WorkloadFigures(WorkloadKind Workload, int Jobs, long Items, double PerSecond, double? QuietPerSecond)
{
    /// <summary>How many times slower it was than without faults; null when that is not known.</summary>
    public double? Slowdown => QuietPerSecond is > 0 and var quiet && PerSecond > 0 ? quiet / PerSecond : null;
}
