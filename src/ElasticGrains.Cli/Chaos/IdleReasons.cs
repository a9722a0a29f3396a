using ElasticGrains.Cli.Chaos.Faults;
using ElasticGrains.Engine.Verification;

namespace ElasticGrains.Cli.Chaos;

/// <summary>Which fault a slot that was free beside work can be blamed on: what the ledger does not have, a run of faults knows.</summary>
internal static class IdleReasons
{
    /// <summary>
    /// How long a cluster may feel a fault that is over: a silo that wakes or is reached again is asked for what it runs, a new writer waits for reports,
    /// and leases of the one that is gone run out.
    /// </summary>
    public static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(15);

    /// <summary>The last fault that began before the slot's idle time was over and that was still felt when it began; null for none. A silo that joins hinders nobody.</summary>
    /// <param name="idle">When the slot was free.</param>
    /// <param name="faults">What happened.</param>
    /// <param name="beganAt">From when the faults' seconds count.</param>
    public static FaultRecord? Of(IdleTime idle, IReadOnlyList<FaultRecord> faults, DateTimeOffset beganAt)
    {
        var from = idle.From - beganAt;
        return faults.LastOrDefault(fault => fault is { Skipped: false, Kind: not FaultKind.Join }
            && fault.Seconds < (from + idle.Length).TotalSeconds
            && fault.Seconds + (fault.Length + Aftermath).TotalSeconds > from.TotalSeconds);
    }
}
