using ElasticGrains.Engine.Jobs;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Runtime.Scheduling;
using ElasticGrains.Runtime.Shards;

namespace ElasticGrains.Runtime.Hosting;

/// <summary>A silo of the grid.</summary>
public sealed record GridSiloOptions
{
    /// <summary>The silo's name in ledgers and reports.</summary>
    public required string Silo { get; init; }

    /// <summary>The number of compute slots, at least 1.</summary>
    public required int Slots { get; init; }

    /// <summary>
    /// The number of express slots besides: a job that has no slot runs there while others have taken all, at most half a second when more
    /// wait. They share the processors with the other slots.
    /// </summary>
    public int ExpressSlots { get; init; } = 1;

    /// <summary>True when the silo shares its ledger with others; then a job is woken by whichever silo hears of it.</summary>
    public bool IsShared { get; init; }

    /// <summary>How long running shards may take, when the silo is drained, to come to a safe point and commit; what is longer is abandoned.</summary>
    public TimeSpan DrainDeadline { get; init; } = DrainLimits.DefaultDeadline;

    /// <summary>The waits of jobs.</summary>
    public JobTimings Timings { get; init; } = JobTimings.Default;

    /// <summary>The most unfinished jobs that the silo takes; beyond it submissions are told when to come back.</summary>
    public int MaxOpenJobs { get; init; } = 10_000;

    /// <summary>The most bytes that the input of a job may have; default: no limit but that of memory, for grids whose messages stay in one process.</summary>
    public int MaxInputBytes { get; init; } = int.MaxValue;

    /// <summary>How long jobs are kept once they have ended; null for ever.</summary>
    public TimeSpan? KeepEndedJobs { get; init; }

    /// <summary>True to keep what kernels write to the console in the job log; it needs an <see cref="Ledger.IJobLog"/>, and stands before the console of the process.</summary>
    public bool KeepKernelLogs { get; init; }

    /// <summary>
    /// How many bytes of input files are kept of a range that is given up, for <c>eg shard replay</c>; 0 keeps none. A job keeps no more than
    /// <see cref="Engine.Shards.CapturePlan.MostOfJob"/> in all.
    /// </summary>
    public int CaptureInputBytes { get; init; } = CaptureLimits.DefaultMost;

    /// <summary>The most bytes of blocks that the silo keeps in memory, where other silos find them, too; default 0, for grids whose store does that.</summary>
    public long BlockCacheBytes { get; init; }

    /// <summary>A directory for logs of everything that the state machines are told, or null: see <see cref="EventReplay"/>.</summary>
    public string? RecordEventsTo { get; init; }

    /// <summary>Names this writer in ledgers: host, process, silo.</summary>
    public string Writer => $"{Environment.MachineName}/{Environment.ProcessId}/{Silo}";
}
