namespace ElasticGrains.Scheduling;

/// <summary>A job that has slots of a silo.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Slots">How many, without express ones.</param>
/// <param name="Express">How many express slots.</param>
/// <param name="Offered">How many of both it was offered and is not known to have taken; they fall back to others after a while.</param>
[GenerateSerializer, Immutable, Alias("eg.slots.holder")]
public sealed record SlotHolder(
    [property: Id(0)] string JobId, [property: Id(1)] int Slots, [property: Id(2)] int Express, [property: Id(3)] int Offered);
