using ElasticGrains.Scheduling;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Clusters;

/// <summary>A silo as the membership table and the silo itself describe it; what only the silo knows is null when it has not said it.</summary>
internal sealed record SiloView(
    string Name, MemberStatus Status, string Host, int? ProcessId, string Address, int? Slots, int? Busy, int? Retired, string? Version, DateTimeOffset StartedAt)
{
    /// <summary>What it takes on.</summary>
    public SiloIntake? Intake { get; init; }

    /// <summary>Attempts there whose end is not recorded yet.</summary>
    public int? Attempts { get; init; }

    /// <summary>Unfinished jobs that are written there.</summary>
    public int? Jobs { get; init; }

    /// <summary>The status, or what an active one does not take on.</summary>
    public string State => (Status == MemberStatus.Active && Intake is { } intake and not SiloIntake.Open ? intake.ToString() : Status.ToString()).ToLowerInvariant();
}
