namespace ElasticGrains.Engine.Jobs;

/// <summary>The waits of a job. Defaults suit one process or a local network.</summary>
public sealed record JobTimings
{
    /// <summary>The defaults.</summary>
    public static JobTimings Default { get; } = new();

    /// <summary>How long a new writer waits for running attempts to report before it runs them again. Two heartbeats.</summary>
    public TimeSpan AdoptionWindow { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The same where the writer before left in order: nothing of what it granted is lost, it may only take its time. Six heartbeats.</summary>
    public TimeSpan HandedOverWindow { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a shard that is to move waits for a slot of the silo that was named, before it takes any.</summary>
    public TimeSpan MoveWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an attempt may be silent before it counts as lost. Twenty heartbeats.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause before the word that begins an attempt is said again to one that was not heard of. A heartbeat.</summary>
    public TimeSpan StartAgain { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The pause before an append of unknown fate is sent again.</summary>
    public TimeSpan AppendRetry { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a slot is kept for the answer to a split. Two heartbeats.</summary>
    public TimeSpan SplitTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>An attempt that was silent for longer is not asked to split: it may be gone. Three heartbeats.</summary>
    public TimeSpan AskWithin { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>How long what was lost waits for a slot that is free anyhow, before a running attempt is asked to end early for it.</summary>
    public TimeSpan RoomAfter { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long the slot of one that has ended early is waited for, before the next is asked: others may have had it.</summary>
    public TimeSpan RoomWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an attempt that had too little left for a split is not asked again. What it had were two short calls; if it still runs, they were not.</summary>
    public TimeSpan DeclinedPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A longer gap between two ticks means that this process itself stood still: silence in it proves nothing about others.</summary>
    public TimeSpan OwnFreeze { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>When a job that waits for slots asks again for the first time: the resource manager may have been lost, or its offer.</summary>
    public TimeSpan AskAgain { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The pause doubles each time up to this: thousands of jobs may wait.</summary>
    public TimeSpan AskAgainAtMost { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// A new run takes one part in so many, for each slot, of the shards that never ran. Two: half of them go out in a round, as in factoring
    /// (Hummel, Schonberg, Flynn 1992); more would cost more grants, fewer more splits.
    /// </summary>
    public int RunsPerSlot { get; init; } = 2;

    /// <summary>A new run keeps its slot busy for at least so long, as far as the pace so far tells. What a few grants take.</summary>
    public TimeSpan RunAtLeast { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>How long a suspect waits for a silo of its own before it takes any slot.</summary>
    public TimeSpan AloneWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause before a refused attempt is tried on another slot.</summary>
    public TimeSpan RefusedPause { get; init; } = TimeSpan.FromMilliseconds(50);
}
