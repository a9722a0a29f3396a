namespace ElasticGrains.Scheduling;

/// <summary>A slot for a job.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Lease">The slot.</param>
[GenerateSerializer, Immutable, Alias("eg.slot.offer")]
public sealed record SlotOffer([property: Id(0)] string JobId, [property: Id(1)] SlotLease Lease);
