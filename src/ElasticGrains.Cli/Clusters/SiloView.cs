using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Clusters;

/// <summary>A silo as the membership table and the silo itself describe it; what only the silo knows is null when it has not said it.</summary>
internal sealed record SiloView(
    string Name, MemberStatus Status, string Host, int? ProcessId, string Address, int? Slots, int? Busy, int? Retired, string? Version, DateTimeOffset StartedAt);
