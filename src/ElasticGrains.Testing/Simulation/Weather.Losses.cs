using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Testing.Simulation;

internal sealed partial class Weather
{
    /// <summary>
    /// The silos part into two sides that do not hear each other. In half of all cases it lasts long enough for silos of either side to be voted out: never all that
    /// live, for who is given up has been given up by one that goes on.
    /// </summary>
    private void Part()
    {
        var random = World.Random;
        var sides = random.Between(1, (1 << World.Silos.Count) - 1);
        var votes = random.Chance(0.5);
        var until = World.Now + random.Millis(votes ? 3000 : 50, 6000);
        foreach (var one in World.Silos)
        {
            foreach (var other in World.Silos)
            {
                if (((sides >> one.Place) & 1) != ((sides >> other.Place) & 1))
                {
                    _cuts.Cut(one, other, until);
                }
            }
        }

        var last = World.RandomSilo();
        foreach (var silo in World.Silos)
        {
            if (votes && silo is { IsDown: false } && silo != last && random.Chance(0.5))
            {
                World.Post(random.Millis(1000, 3000), this, () => GiveUp(silo));
            }
        }
    }

    private void GiveUp(Silo silo)
    {
        // It may have gone by itself meanwhile.
        if (!silo.IsDown)
        {
            DeclareDead(silo);
        }
    }

    /// <summary>
    /// The others believe that a silo is gone, and the directory forgets what lives there; it goes on, or wakes from a freeze, until it
    /// learns of that.
    /// </summary>
    private void DeclareDead(Silo silo)
    {
        var random = World.Random;
        silo.FrozenUntil = random.Chance(0.5) ? Math.Max(silo.FrozenUntil, World.Now + random.Millis(50, 5000)) : silo.FrozenUntil;
        foreach (var job in World.Jobs)
        {
            if (job.Seat.Current?.Silo == silo)
            {
                SplitJob(job);
            }

            foreach (var shard in job.Shards)
            {
                _ = shard.Current?.Silo == silo ? shard.Forget() : null;
            }
        }

        _ = World.Manager.Current?.Silo == silo ? World.Manager.Forget() : null;
        TellLost(silo);
        World.Post(Math.Max(0, silo.FrozenUntil - World.Now) + random.Millis(0, 3000), this, () => Crash(silo));
    }

    /// <summary>A second activation comes to life while the first one lives; some silos keep talking to the first.</summary>
    private void SplitJob(SimulatedJob job)
    {
        if (job.Seat.Forget() is { IsAlive: true } first)
        {
            foreach (var silo in World.Silos)
            {
                silo.StaleJobs[first.Job] = World.Random.Chance(0.5) ? first : null;
            }
        }
    }

    public void Crash(Silo silo) => End(silo, World.Random.Millis(300, 3000), hasLeft: false);

    /// <summary>A silo leaves in order: it says so.</summary>
    public void Leave(Silo silo) => End(silo, World.Random.Millis(1, 50), hasLeft: true);

    private void End(Silo silo, long noticedAfter, bool hasLeft)
    {
        if (silo.IsDown)
        {
            return;
        }

        // One that leaves in order takes its grains out of the directory; what is on its way to them is lost with it.
        silo.Crash();
        World.Note(this, $"{silo} {(hasLeft ? "has left" : "is down")}", isEffect: true);
        World.Post(noticedAfter, this, () =>
        {
            silo.IsKnownDown = true;
            TellLost(silo, hasLeft);
        });

        // Every life of a silo has a name of its own: a lease, or a late copy of a grant, must not hold in the next one.
        World.Post(World.Random.Millis(100, 2000), this, () => World.Start(silo, $"s{silo.Place}.{++_lives}"));
    }

    private void TellLost(Silo silo, bool hasLeft = false)
    {
        World.Gone.Add(new SiloLoss(silo.Name, hasLeft) { SaidSo = hasLeft });
        World.Send(null, World.Manager, new ResourceManagerEvent.SiloLost(silo.Name));
        foreach (var job in World.Jobs)
        {
            if (World.Profile.MaxFaults == 0 || World.Random.Chance(0.8))
            {
                World.Send(null, job.Seat, new JobEvent.SiloLost(silo.Name) { HasLeft = hasLeft, SaidSo = hasLeft });
            }
        }
    }
}
