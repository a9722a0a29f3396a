using ElasticGrains.Jobs;

namespace ElasticGrains.Engine.Jobs;

/// <summary>How many shards a job begins with. Few: idle slots take their share by splitting what runs.</summary>
public static class Planner
{
    /// <summary>The number of shards: what the spec asks for, or one per slot that the job may use; never more than items, 0 for no items.</summary>
    /// <param name="policy">The job's policy.</param>
    /// <param name="items">The number of items.</param>
    /// <param name="slots">The slots of the grid.</param>
    public static int Shards(JobPolicy policy, long items, int slots) =>
        (int)Math.Min(items, policy.Shards ?? Math.Clamp(slots, 1, policy.MaxSlots ?? int.MaxValue));
}
