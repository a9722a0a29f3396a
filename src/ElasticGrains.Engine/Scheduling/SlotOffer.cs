using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Scheduling;

/// <summary>What the resource manager wants done: offer a slot to a job.</summary>
public sealed record SlotOffer(string JobId, SlotLease Lease);
