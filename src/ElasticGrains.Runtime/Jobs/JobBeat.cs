using ElasticGrains.Scheduling;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>A job's place in the pulse of its silo.</summary>
/// <param name="jobId">The job.</param>
/// <param name="tick">Has it tick in a turn of its grain. Called on any thread, and returns at once.</param>
/// <param name="offer">Has it take, or give back, a slot in a turn of its grain. Called on any thread, and returns at once.</param>
internal sealed class JobBeat(string jobId, Action tick, Action<SlotLease> offer)
{
    public string JobId => jobId;

    /// <summary>How often it ticks, as the pulse was told.</summary>
    public TimeSpan Period { get; set; }

    /// <summary>When it ticks next; the pulse's.</summary>
    public long Due { get; set; }

    public void Tick() => tick();

    public void Offer(SlotLease lease) => offer(lease);
}
