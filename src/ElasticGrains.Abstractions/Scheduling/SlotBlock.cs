namespace ElasticGrains.Scheduling;

/// <summary>What keeps a job from a slot.</summary>
[GenerateSerializer, Alias("eg.slots.block")]
public enum SlotBlock
{
    /// <summary>Nothing: it would get one by its next request.</summary>
    None = 0,

    /// <summary>No silo has reported any slots.</summary>
    NoSilo = 1,

    /// <summary>Every slot that is not express is retired: a kernel call never came back from it.</summary>
    Retired = 2,

    /// <summary>Every slot that is not retired is leased.</summary>
    Taken = 3,

    /// <summary>Slots are free, but on silos that are kept for a shard that is to run alone.</summary>
    Kept = 4,
}
