namespace ElasticGrains.Scheduling;

/// <summary>How many more slots a job could use now, beside those it holds.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Wanted">How many; 0 withdraws what it asked for before.</param>
/// <param name="Priority">A job of a higher priority gets free slots first.</param>
[GenerateSerializer, Immutable, Alias("eg.slot.request")]
public sealed record SlotRequest([property: Id(0)] string JobId, [property: Id(1)] int Wanted, [property: Id(2)] int Priority);
