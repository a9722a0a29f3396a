namespace ElasticGrains.Scheduling;

/// <summary>A lease in use.</summary>
/// <param name="Lease">The lease.</param>
/// <param name="JobId">The job that uses it.</param>
[GenerateSerializer, Immutable, Alias("eg.slot.held")]
public sealed record HeldLease([property: Id(0)] SlotLease Lease, [property: Id(1)] string JobId);
