using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Scheduling;

/// <summary>Silos that take on nothing new.</summary>
public sealed partial class ResourceManagerMachine
{
    /// <summary>The silos that take on nothing new, by name.</summary>
    public IReadOnlyList<string> Shut => [.. _silos.Where(silo => !MayGrant(silo.Value)).Select(silo => silo.Key)];

    /// <summary>What a silo takes on, as far as is known; null when there is no such silo.</summary>
    public SiloIntake? IntakeOf(string silo) => _silos.TryGetValue(silo, out var slots) ? slots.Intake : null;

    /// <summary>True when another silo takes on what this one would give up.</summary>
    public bool IsOpenBeside(string silo) => _silos.Any(other => other.Key != silo && MayGrant(other.Value));

    private void OnSiloOrdered(ResourceManagerEvent.SiloOrdered ordered)
    {
        // Until it says so itself: what is offered meanwhile it would refuse.
        if (_silos.TryGetValue(ordered.Silo, out var silo) && silo.Intake != SiloIntake.Draining)
        {
            silo.Intake = ordered.Intake;
        }
    }

    private bool MayGrant(SiloSlots silo) => _rules.MayGrant(silo.Intake);
}
