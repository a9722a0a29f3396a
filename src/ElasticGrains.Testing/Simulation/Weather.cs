namespace ElasticGrains.Testing.Simulation;

/// <summary>Everything that goes wrong, and when. After <see cref="Until"/> nothing new does.</summary>
internal sealed partial class Weather(World world) : Actor(world, silo: null)
{
    private static readonly FaultKind[] Faults =
    [
        FaultKind.Crash, FaultKind.Crash, FaultKind.CrashInStride, FaultKind.CrashInStride, FaultKind.CrashOfJob, FaultKind.CrashOfJob, FaultKind.Freeze,
        FaultKind.Freeze, FaultKind.CutOff, FaultKind.Partition, FaultKind.Partition, FaultKind.OneWay, FaultKind.FalseDeath, FaultKind.SecondJob, FaultKind.SecondJob, FaultKind.SecondShard,
        FaultKind.SecondManager, FaultKind.LedgerOut, FaultKind.LedgerOut, FaultKind.LedgerSlow, FaultKind.LedgerCutOff, FaultKind.RefusedSlots,
        FaultKind.ClusterRestart,
    ];

    private readonly Cuts _cuts = new();
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
        var isLost = from.CutOffUntil > World.Now || to?.CutOffUntil > World.Now || (to is not null && _cuts.Until(from, to) > World.Now) || (IsStorm && random.Chance(profile.Loss));
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
            case FaultKind.Partition:
                Part();
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
            case FaultKind.OneWay:
                _cuts.Cut(silo, World.Silos[(silo.Place + random.Between(1, World.Silos.Count)) % World.Silos.Count], World.Now + random.Millis(50, 6000));
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
}
