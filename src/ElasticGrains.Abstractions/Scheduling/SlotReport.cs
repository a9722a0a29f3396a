namespace ElasticGrains.Scheduling;

/// <summary>What a silo says of its slots; the resource manager's soft state is rebuilt from these.</summary>
/// <param name="Silo">The silo.</param>
/// <param name="Slots">The number of slots that can be leased.</param>
/// <param name="Held">The leases under which a slot is busy now.</param>
/// <param name="LastEpoch">The highest lease epoch that the silo has seen.</param>
[GenerateSerializer, Immutable, Alias("eg.slot.report")]
public sealed record SlotReport(
    [property: Id(0)] string Silo, [property: Id(1)] int Slots, [property: Id(2)] IReadOnlyList<HeldLease> Held, [property: Id(3)] long LastEpoch);
