namespace ElasticGrains.Storage.Postgres;

/// <summary>A silo in the membership table.</summary>
/// <param name="Name">The name of this start of the silo.</param>
/// <param name="Host">The machine.</param>
/// <param name="Address">Where other silos reach it.</param>
/// <param name="Status">What the members think of it.</param>
/// <param name="StartedAt">When it started, by its own clock.</param>
public sealed record MemberRow(string Name, string Host, string Address, MemberStatus Status, DateTimeOffset StartedAt);
