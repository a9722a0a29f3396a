using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Scheduling;

/// <summary>What the resource manager wants done.</summary>
public abstract record ResourceManagerEffect
{
    private ResourceManagerEffect()
    {
    }

    /// <summary>Offer a slot to a job.</summary>
    public sealed record Offer(string JobId, SlotLease Lease) : ResourceManagerEffect
    {
        /// <summary>The silo that the job prefers; null for none.</summary>
        public string? Near { get; init; }
    }

    /// <summary>Ask a job for an express slot back: others wait that have none.</summary>
    public sealed record Recall(string JobId, SlotLease Lease) : ResourceManagerEffect;
}
