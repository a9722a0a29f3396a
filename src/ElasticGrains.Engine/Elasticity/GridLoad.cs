using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Elasticity;

/// <summary>What a grid has, carries, and is asked for at one moment.</summary>
/// <param name="Silos">The silos that are there.</param>
/// <param name="Waiting">Slots that jobs wait for, beside those they have.</param>
/// <param name="WaitingJobs">How many jobs they are.</param>
/// <param name="WaitingSince">Since when the one that has waited longest does; null when none waits.</param>
public sealed record GridLoad(IReadOnlyList<SiloLoad> Silos, int Waiting = 0, int WaitingJobs = 0, DateTimeOffset? WaitingSince = null)
{
    /// <summary>Slots that work can be given to.</summary>
    public int Capacity => Silos.Sum(silo => silo.Usable);

    /// <summary>Leases on all silos.</summary>
    public int Busy => Silos.Sum(silo => silo.Leases);

    /// <summary>
    /// Slots that are called for: those leased and those waited for. What runs on a cordoned silo goes on there and needs none; what runs on one
    /// that is draining will.
    /// </summary>
    public int Demand => (int)Math.Min(int.MaxValue, Silos.Where(silo => silo.Intake != SiloIntake.Cordoned).Sum(silo => (long)silo.Leases) + Waiting);

    /// <summary>How many silos stay as far as anybody knows.</summary>
    public int Staying => Silos.Count(silo => silo.Intake != SiloIntake.Draining);

    /// <summary>How many slots one silo more is taken to have: as many as those there have on average.</summary>
    public int SlotsOfOneMore => Silos.Count == 0 ? 1 : Math.Max(1, Silos.Sum(silo => silo.Slots) / Silos.Count);
}
