using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Elasticity;

/// <summary>What one silo has and carries.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Slots">Its slots, without express ones.</param>
/// <param name="Leases">Leases of its slots, express ones too.</param>
/// <param name="Intake">What it takes on.</param>
public sealed record SiloLoad(string Name, int Slots, int Leases, SiloIntake Intake = SiloIntake.Open)
{
    /// <summary>Slots whose thread never came back from a kernel.</summary>
    public int Retired { get; init; }

    /// <summary>Attempts there whose end is not recorded yet.</summary>
    public int Attempts { get; init; }

    /// <summary>Unfinished jobs that are written there.</summary>
    public int Jobs { get; init; }

    /// <summary>When its process began; null when it has not said so.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Slots that work can be given to.</summary>
    public int Usable => Intake == SiloIntake.Open ? Slots - Retired : 0;

    /// <summary>True when nothing on it would have to move.</summary>
    public bool IsEmpty => Leases == 0 && Attempts == 0 && Jobs == 0;
}
