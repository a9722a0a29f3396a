using ElasticGrains.Scheduling;

namespace ElasticGrains.Jobs;

/// <summary>Why a job stands where it stands: what it waits for, or how it came to its end.</summary>
[GenerateSerializer, Immutable, Alias("eg.job.why")]
public sealed record JobWhy
{
    /// <summary>The job.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Its phase.</summary>
    [Id(1)] public required JobPhase Phase { get; init; }

    /// <summary>The reasons, the most important first; at least one.</summary>
    [Id(2)] public IReadOnlyList<JobReason> Reasons { get; init; } = [];

    /// <summary>How many more slots it could use now.</summary>
    [Id(3)] public int Wanted { get; init; }

    /// <summary>Its priority.</summary>
    [Id(4)] public int Priority { get; init; }

    /// <summary>What it meets where slots are granted; null when it waits for none.</summary>
    [Id(5)] public SlotWait? Slots { get; init; }
}
