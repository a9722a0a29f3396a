namespace ElasticGrains.Scheduling;

/// <summary>What a silo says of itself.</summary>
/// <param name="Host">The machine's name.</param>
/// <param name="ProcessId">The process on it.</param>
/// <param name="Address">Where other silos reach it: address and port.</param>
/// <param name="Version">The version of ElasticGrains.</param>
/// <param name="StartedAt">When the process began.</param>
[GenerateSerializer, Immutable, Alias("eg.silo.info")]
public sealed record SiloInfo(
    [property: Id(0)] string Host,
    [property: Id(1)] int ProcessId,
    [property: Id(2)] string Address,
    [property: Id(3)] string Version,
    [property: Id(4)] DateTimeOffset StartedAt);
