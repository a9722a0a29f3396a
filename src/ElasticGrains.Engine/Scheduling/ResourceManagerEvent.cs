using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Scheduling;

/// <summary>What the resource manager is told.</summary>
public abstract record ResourceManagerEvent
{
    private ResourceManagerEvent()
    {
    }

    /// <summary>A job could use so many more slots, on that silo where there is a choice; replaces what it asked for before.</summary>
    public sealed record Requested(string JobId, int Wanted, string? Near = null, int Priority = 0) : ResourceManagerEvent;

    /// <summary>A job wants, or wants no more, a slot of a silo on which nothing else runs.</summary>
    public sealed record SiloRequested(string JobId, bool Wanted) : ResourceManagerEvent;

    /// <summary>A job wants, or wants no more, a slot of that silo and no other: one of its shards is to go on there.</summary>
    public sealed record SlotOnRequested(string JobId, string Silo, bool Wanted) : ResourceManagerEvent;

    /// <summary>A job returns an unused slot.</summary>
    public sealed record Returned(SlotLease Lease) : ResourceManagerEvent;

    /// <summary>A silo says what it has.</summary>
    public sealed record Reported(SlotReport Report) : ResourceManagerEvent;

    /// <summary>A silo was told what it is to take on; its next report says what it does.</summary>
    public sealed record SiloOrdered(string Silo, SiloIntake Intake) : ResourceManagerEvent;

    /// <summary>A silo is gone.</summary>
    public sealed record SiloLost(string Silo) : ResourceManagerEvent;

    /// <summary>Time has passed.</summary>
    public sealed record Tick : ResourceManagerEvent;
}
