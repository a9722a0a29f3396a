namespace ElasticGrains.Scheduling;

/// <summary>A job that waits for slots.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Wanted">How many more it could use.</param>
/// <param name="Priority">Its priority.</param>
[GenerateSerializer, Immutable, Alias("eg.slots.waiting")]
public sealed record WaitingJob([property: Id(0)] string JobId, [property: Id(1)] int Wanted, [property: Id(2)] int Priority);
