namespace ElasticGrains.Scheduling;

/// <summary>What a job would get of the slots there are, and what keeps it from more: by the rules that grant them.</summary>
[GenerateSerializer, Immutable, Alias("eg.slots.wait")]
public sealed record SlotWait
{
    /// <summary>How many jobs before it are named at most.</summary>
    public const int MostNamed = 10;

    /// <summary>The job.</summary>
    [Id(0)] public required string JobId { get; init; }

    /// <summary>True when it waits in the queue; false when this is what a request of it would meet.</summary>
    [Id(1)] public bool IsQueued { get; init; }

    /// <summary>How many more slots it could use.</summary>
    [Id(2)] public int Wanted { get; init; }

    /// <summary>Its priority.</summary>
    [Id(3)] public int Priority { get; init; }

    /// <summary>How many it would get by its next request.</summary>
    [Id(4)] public int Granted { get; init; }

    /// <summary>What keeps it from the first slot; <see cref="SlotBlock.None"/> when it would get one.</summary>
    [Id(5)] public SlotBlock Block { get; init; }

    /// <summary>
    /// How many jobs get free slots before it: those of a higher priority, and those of the same that came first. Where a free slot is near to one
    /// that came later, that one may go first, for some milliseconds.
    /// </summary>
    [Id(6)] public int JobsBefore { get; init; }

    /// <summary>How many slots these want: so many and one must come free, or be withdrawn, before it gets one that is not express.</summary>
    [Id(7)] public long SlotsBefore { get; init; }

    /// <summary>The first of them, at most <see cref="MostNamed"/>.</summary>
    [Id(8)] public IReadOnlyList<WaitingJob> Before { get; init; } = [];

    /// <summary>The silos, by name.</summary>
    [Id(9)] public IReadOnlyList<SiloUse> Silos { get; init; } = [];

    /// <summary>
    /// How many jobs without a slot get an express slot before it; null when it has a slot, or there are no express slots that could ever be granted.
    /// </summary>
    [Id(10)] public int? ExpressBefore { get; init; }

    /// <summary>How many jobs get a silo of their own before it, for a shard that is to run alone; null when it does not wait for one.</summary>
    [Id(11)] public int? AloneBefore { get; init; }

    /// <summary>The first jobs that wait for a silo of their own, at most <see cref="MostNamed"/>: a silo that is empty goes to one of them before anybody gets a slot of it.</summary>
    [Id(12)] public IReadOnlyList<string> Alone { get; init; } = [];
}
