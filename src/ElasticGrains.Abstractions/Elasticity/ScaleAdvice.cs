namespace ElasticGrains.Elasticity;

/// <summary>How many silos a grid should have, and why.</summary>
[GenerateSerializer, Immutable, Alias("eg.scale.advice")]
public sealed record ScaleAdvice
{
    /// <summary>Silos that are there and not about to leave.</summary>
    [Id(0)] public required int Silos { get; init; }

    /// <summary>How many there should be, within the limits.</summary>
    [Id(1)] public required int WantedSilos { get; init; }

    /// <summary>What each class of resources has to give and is asked for.</summary>
    [Id(2)] public required IReadOnlyList<ResourceDemand> Resources { get; init; }

    /// <summary>
    /// The silo to drain now, the one whose removal costs least; null when none is to go, or another is still leaving: they go one at a time.
    /// </summary>
    [Id(3)] public string? Remove { get; init; }

    /// <summary>Why, in words.</summary>
    [Id(4)] public required string Reason { get; init; }

    /// <summary>Since when the load has called for more silos, for fewer, or for as many as there are.</summary>
    [Id(5)] public required DateTimeOffset Since { get; init; }
}
