namespace ElasticGrains.Scheduling;

/// <summary>The right to run on one slot of one silo. Holds only when the silo accepts it: the silo owns its slots.</summary>
/// <param name="Silo">The silo.</param>
/// <param name="Slot">The slot's number on it, from 0.</param>
/// <param name="Epoch">Raised at each lease of this slot; an older lease is refused.</param>
[GenerateSerializer, Immutable, Alias("eg.slot.lease")]
public sealed record SlotLease([property: Id(0)] string Silo, [property: Id(1)] int Slot, [property: Id(2)] long Epoch)
{
    /// <summary>True of an express slot: it is there for jobs that have no other, and is taken back when more of them wait.</summary>
    [Id(3)] public bool IsExpress { get; init; }

    /// <summary>True when nothing else may run on the silo as long as the lease holds.</summary>
    [Id(4)] public bool IsAlone { get; init; }
}
