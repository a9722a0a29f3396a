namespace ElasticGrains.Elasticity;

/// <summary>What there is of a class of resources, and what is wanted of it.</summary>
/// <param name="Class">The class.</param>
/// <param name="Slots">Slots of silos that take on work, without express ones and without those that are retired.</param>
/// <param name="Busy">Leases of slots on all silos, those of express slots too: they are work that has no slot of its own.</param>
/// <param name="Waiting">Slots that jobs wait for, beside those they have.</param>
/// <param name="WantedSlots">
/// How many slots the grid should have by its load alone, whatever number of silos is allowed. It is not lowered below what is leased, but for what
/// goes on on a cordoned silo.
/// </param>
[GenerateSerializer, Immutable, Alias("eg.scale.demand")]
public sealed record ResourceDemand(
    [property: Id(0)] ResourceClass Class,
    [property: Id(1)] int Slots,
    [property: Id(2)] int Busy,
    [property: Id(3)] int Waiting,
    [property: Id(4)] int WantedSlots);
