using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Testing.Simulation;

/// <summary>Everything that goes wrong, and when. After <see cref="Until"/> nothing new does.</summary>
internal sealed partial class Weather(World world) : Actor(world, silo: null)
{
    private static readonly FaultKind[] Faults =
    [
        FaultKind.Crash, FaultKind.Crash, FaultKind.CrashInStride, FaultKind.CrashInStride, FaultKind.CrashOfJob, FaultKind.CrashOfJob, FaultKind.Freeze,
        FaultKind.Freeze, FaultKind.CutOff, FaultKind.CutOff, FaultKind.FalseDeath, FaultKind.SecondJob, FaultKind.SecondJob, FaultKind.SecondShard,
        FaultKind.SecondManager, FaultKind.LedgerOut, FaultKind.LedgerOut, FaultKind.LedgerSlow, FaultKind.LedgerCutOff, FaultKind.RefusedSlots,
        FaultKind.ClusterRestart,
    ];

    private int _strideLeft = -1;
    private int _refusals;
    private int _lives;

    /// <summary>The end of the storm, in ticks.</summary>
    public long Until { get; private set; }

    public long BadMessages { get; private set; }

    public bool IsStorm => World.Now < Until;

    /// <summary>The first faults come while even the shortest job still runs.</summary>
    public void Plan()
    {
        var profile = World.Profile;
        var kinds = Allowed(profile.Faults);
        var faults = kinds.Length == 0 ? 0 : World.Random.Between(profile.MinFaults, profile.MaxFaults + 1);
        var shortest = TimeSpan.FromTicks(World.Jobs.Min(job => job.Truth.Items * job.Truth.ItemCost) / World.Slots).TotalMilliseconds * 0.5;
        for (var i = 0; i < faults; i++)
        {
            var at = i < profile.MinFaults ? World.Random.Millis(20, shortest) : World.Random.Millis(20, 5000);
            World.Post(at, this, World.Random.Pick(kinds));
            Until = Math.Max(Until, at + World.Random.Millis(200, 2000));
        }

        if (faults > 0)
        {
            World.Post(Until, this, Signal.Wake);
        }
    }

    public override void Receive(object message)
    {
        switch (message)
        {
            case FaultKind fault:
                World.Note(this, fault, isEffect: false);
                World.Cases.See(fault);
                foreach (var job in World.Jobs)
                {
                    World.Struck(job.Seat.Job);
                }

                Strike(fault);
                break;
            case Action later:
                later();
                break;
            case Signal:
                foreach (var silo in World.Silos)
                {
                    Array.Clear(silo.StaleJobs);
                }

                break;
        }
    }

    public override string ToString() => "weather";

    /// <summary>A message between two silos.</summary>
    public void Carry(Silo from, Silo? to, Actor target, object message)
    {
        var random = World.Random;
        var profile = World.Profile;
        var isLost = from.CutOffUntil > World.Now || to?.CutOffUntil > World.Now || (IsStorm && random.Chance(profile.Loss));
        if (isLost)
        {
            BadMessages++;
            return;
        }

        var late = 0L;
        if (IsStorm && random.Chance(profile.Delay))
        {
            BadMessages++;
            late = random.Millis(1, random.Chance(0.2) ? 4000 : 300);
        }

        World.Post(late + random.Millis(0.2, 2), target, message);
        if (IsStorm && random.Chance(profile.Duplication))
        {
            BadMessages++;
            World.Post(random.Millis(0.2, random.Chance(0.3) ? 3000 : 50), target, message);
        }
    }

    /// <summary>A crash may strike between two effects of one event.</summary>
    public void AfterEffect(Silo silo)
    {
        if (_strideLeft > 0 && --_strideLeft == 0)
        {
            Crash(silo);
        }
    }

    public bool RefusesSlot(int job)
    {
        if (_refusals == 0)
        {
            return false;
        }

        _refusals--;
        World.Struck(job);
        return true;
    }

    public long SlotDelay() => IsStorm && World.Random.Chance(0.1) ? World.Random.Millis(1, 400) : 0;

    public bool LosesLedgerAnswer(int job)
    {
        var isLost = IsStorm && World.Random.Chance(World.Profile.Loss);
        if (isLost)
        {
            World.Struck(job);
        }

        return isLost;
    }

    private void Strike(FaultKind fault)
    {
        var random = World.Random;
        var job = random.Pick(World.Jobs);
        var silo = World.RandomSilo();
        switch (fault)
        {
            case FaultKind.LedgerOut:
                World.Ledger.OutUntil = World.Now + random.Millis(50, 4000);
                break;
            case FaultKind.LedgerSlow:
                World.Ledger.SlowUntil = World.Now + random.Millis(200, 4000);
                break;
            case FaultKind.RefusedSlots:
                _refusals = random.Between(1, 5);
                break;
            case FaultKind.CrashInStride:
                _strideLeft = random.Between(1, 40);
                break;
            case FaultKind.CrashOfJob when job.Seat.Current is { IsAlive: true } running:
                Crash(running.Silo!);
                break;
            case FaultKind.SecondJob:
                SplitJob(job);
                break;
            case FaultKind.SecondShard:
                _ = job.Shards.Count > 0 ? random.Pick(job.Shards).Forget() : null;
                break;
            case FaultKind.SecondManager:
                World.Manager.Forget();
                break;
            case FaultKind.ClusterRestart:
                foreach (var each in World.Silos.ToArray())
                {
                    Crash(each);
                }

                break;
            default:
                if (silo is not null)
                {
                    Strike(fault, silo);
                }

                break;
        }
    }

    private void Strike(FaultKind fault, Silo silo)
    {
        var random = World.Random;
        switch (fault)
        {
            case FaultKind.Freeze:
                silo.FrozenUntil = Math.Max(silo.FrozenUntil, World.Now + random.Millis(50, 6000));
                break;
            case FaultKind.CutOff:
                silo.CutOffUntil = World.Now + random.Millis(50, 6000);
                break;
            case FaultKind.LedgerCutOff:
                silo.WithoutLedgerUntil = World.Now + random.Millis(50, 4000);
                break;
            case FaultKind.FalseDeath:
                DeclareDead(silo);
                break;
            default:
                Crash(silo);
                break;
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
