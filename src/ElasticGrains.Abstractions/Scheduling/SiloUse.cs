namespace ElasticGrains.Scheduling;

/// <summary>The slots of a silo as whoever grants them sees them.</summary>
/// <param name="Silo">The silo.</param>
/// <param name="Slots">Its slots, without express ones.</param>
/// <param name="Free">Those of them that could be granted, were the silo not <paramref name="KeptFor"/> one job.</param>
/// <param name="Retired">Those of them whose thread does not come back from a kernel.</param>
/// <param name="Holders">The jobs that have the others, those with the most first.</param>
/// <param name="KeptFor">The job for a shard of which nothing else may begin here, or that runs alone here; null for none.</param>
[GenerateSerializer, Immutable, Alias("eg.slots.silo")]
public sealed record SiloUse(
    [property: Id(0)] string Silo,
    [property: Id(1)] int Slots,
    [property: Id(2)] int Free,
    [property: Id(3)] int Retired,
    [property: Id(4)] IReadOnlyList<SlotHolder> Holders,
    [property: Id(5)] string? KeptFor)
{
    /// <summary>Its express slots: for jobs that have no other.</summary>
    [Id(6)] public int Express { get; init; }

    /// <summary>Those of the express slots that could be granted.</summary>
    [Id(7)] public int FreeExpress { get; init; }
}
