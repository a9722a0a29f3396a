namespace ElasticGrains.Scheduling;

/// <summary>What a silo says of its slots; the resource manager's soft state is rebuilt from these.</summary>
/// <param name="Silo">The silo.</param>
/// <param name="Slots">The number of its slots, numbered from 0.</param>
/// <param name="Held">The leases under which a slot is busy now.</param>
/// <param name="Retired">Slots whose thread does not come back from a kernel.</param>
/// <param name="LastEpochs">For each slot, express ones too, the epoch of the last lease under which it was taken, 0 for none: a lease may come and go between two reports.</param>
[GenerateSerializer, Immutable, Alias("eg.slot.report")]
public sealed record SlotReport(
    [property: Id(0)] string Silo,
    [property: Id(1)] int Slots,
    [property: Id(2)] IReadOnlyList<HeldLease> Held,
    [property: Id(3)] IReadOnlyList<int> Retired,
    [property: Id(4)] IReadOnlyList<long> LastEpochs)
{
    /// <summary>
    /// Slots besides, numbered on from <see cref="Slots"/>, for jobs that have none while all others are taken. They share the processors
    /// with the others.
    /// </summary>
    [Id(6)] public int Express { get; init; }

    /// <summary>Slots that are taken, without express ones.</summary>
    public int Busy => Held.Count(held => !held.Lease.IsExpress);

    /// <summary>What the silo says of itself.</summary>
    [Id(5)] public SiloInfo? Info { get; init; }

    /// <summary>What it takes on: of a silo that is not open no slot is granted.</summary>
    [Id(7)] public SiloIntake Intake { get; init; }

    /// <summary>Attempts there whose end is not recorded yet; it may have freed its slot already.</summary>
    [Id(8)] public int Attempts { get; init; }

    /// <summary>Unfinished jobs whose grain lives there.</summary>
    [Id(9)] public int Jobs { get; init; }
}
