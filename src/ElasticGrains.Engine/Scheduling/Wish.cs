namespace ElasticGrains.Engine.Scheduling;

/// <summary>A job could use so many more slots, on that silo where there is a choice.</summary>
internal sealed record Wish(string JobId, int Wanted, string? Near);
