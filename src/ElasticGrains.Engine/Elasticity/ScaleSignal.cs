using ElasticGrains.Elasticity;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Elasticity;

/// <summary>
/// How many silos a grid should have. It has two windows: the grid grows to the least that was called for at every moment of the last
/// <see cref="BacklogFor"/>, and shrinks to the most that was called for at any moment of the last <see cref="ScaleLimits.ScaleInAfter"/>; between
/// the two it stays as it is. So a load that comes and goes faster than the second window never makes it shrink, and one that lasts less than the first
/// never makes it grow. It knows nothing of limits between two questions. Not for several threads.
/// </summary>
public sealed class ScaleSignal
{
    /// <summary>How long more must have been called for: longer than a slot stays free between two shards, shorter than a silo takes to start.</summary>
    public static readonly TimeSpan BacklogFor = TimeSpan.FromSeconds(2);

    private readonly DemandHistory _history = new(ScaleLimits.LongestScaleIn);

    /// <summary>Notes what is called for now; to be called every second or so.</summary>
    public void Observe(GridLoad load, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(load);
        _history.Add(load.Demand, now);
    }

    /// <summary>How many silos there should be now. Changes nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limits contradict themselves.</exception>
    public ScaleAdvice Advise(GridLoad load, ScaleLimits limits, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(load);
        Check(limits);
        var (capacity, demand) = (load.Capacity, load.Demand);

        // What is not known for long enough is no reason to grow or to shrink.
        var least = _history.Over(BacklogFor, now) is { } backlog ? Math.Min(backlog.Least, demand) : 0;
        var most = _history.Over(limits.ScaleInAfter, now) is { } quiet ? Math.Max(quiet.Most, demand) : int.MaxValue;
        var wantedSlots = Math.Max(Math.Min(capacity, most), least);

        var silos = load.Staying;
        IReadOnlyList<SiloLoad> superfluous = least > capacity ? [] : SiloRemoval.Without(load, wantedSlots);
        var called = least > capacity ? silos + Ceiling(least - capacity, load.SlotsOfOneMore) : silos - (most == int.MaxValue ? 0 : superfluous.Count);
        var wanted = (int)Math.Clamp(called, limits.MinSilos, limits.MaxSilos);
        var leaving = load.Silos.FirstOrDefault(silo => silo.Intake == SiloIntake.Draining);
        var remove = wanted < silos && leaving is null ? superfluous.Concat(SiloRemoval.InOrder(load)).FirstOrDefault() : null;

        var fewer = capacity - (SiloRemoval.InOrder(load) is [var cheapest, ..] && silos > limits.MinSilos ? Math.Max(1, cheapest.Usable) : capacity + 1L);
        int Side(int slots) => slots > capacity ? 1 : slots <= fewer ? -1 : 0;
        var side = Side(demand);
        return new ScaleAdvice
        {
            Silos = silos,
            WantedSilos = wanted,
            Resources = [new ResourceDemand(ResourceClass.Cpu, capacity, load.Busy, load.Waiting, wantedSlots)],
            Remove = remove?.Name,
            Since = _history.SinceWhen(slots => Side(slots) == side, now),
            Reason = ScaleReason.Of(load, limits, new ScaleFindings(side, least, most, called, wanted, leaving?.Name, remove), now),
        };
    }

    private static long Ceiling(int slots, int perSilo) => ((long)slots + perSilo - 1) / perSilo;

    private static void Check(ScaleLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.MinSilos, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.MaxSilos, limits.MinSilos);
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.ScaleInAfter, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limits.ScaleInAfter, ScaleLimits.LongestScaleIn);
    }
}
