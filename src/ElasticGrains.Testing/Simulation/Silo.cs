using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;

namespace ElasticGrains.Testing.Simulation;

/// <summary>One life of a silo: a restart makes another one.</summary>
internal sealed class Silo
{
    private readonly Runner?[] _occupants;
    private bool _reportIsDue;

    public Silo(World world, int place, string name, int slots, int express)
    {
        (World, Place, Name) = (world, place, name);
        Table = new SlotTable(name, slots, express);
        _occupants = new Runner?[slots + express];
        Reporter = new SlotReporter(world, this);
    }

    public World World { get; }

    /// <summary>Its place among the silos; a restarted one has the same.</summary>
    public int Place { get; }

    public string Name { get; }

    public SlotTable Table { get; }

    public SlotReporter Reporter { get; }

    public bool IsDown { get; private set; }

    /// <summary>True once the others have noticed that it is gone.</summary>
    public bool IsKnownDown { get; set; }

    /// <summary>It stands still until then.</summary>
    public long FrozenUntil { get; set; }

    /// <summary>Cut off from other silos until then.</summary>
    public long CutOffUntil { get; set; }

    /// <summary>Cut off from the ledger until then.</summary>
    public long WithoutLedgerUntil { get; set; }

    /// <summary>How many times longer it takes than others.</summary>
    public int SlowBy { get; set; } = 1;

    /// <summary>Its clock is off by so much.</summary>
    public long ClockError { get; set; }

    public DateTimeOffset Clock => World.Epoch.AddTicks(World.Now + ClockError);

    /// <summary>Job activations that it believes in although the directory knows another; null for none.</summary>
    public JobActivation?[] StaleJobs { get; } = new JobActivation?[World.MostJobs];

    /// <summary>True while it takes on nothing new.</summary>
    public bool IsShut { get; private set; }

    /// <summary>Activations of shards that were made here.</summary>
    public List<ShardActivation> Shards { get; } = [];

    /// <summary>Activations of jobs that were made here.</summary>
    public List<JobActivation> Jobs { get; } = [];

    /// <summary>True when no attempt is left here whose end is not recorded.</summary>
    public bool IsIdle => Shards.TrueForAll(shard => !shard.IsBusy);

    public bool HoldsLeases => Table.Report().Held.Any(held => _occupants[held.Lease.Slot] is not { IsHung: true });

    public void Crash() => IsDown = true;

    public void Shut(SiloIntake intake)
    {
        if (World.Profile.Defect != WorldDefect.TakesWhileShut)
        {
            Table.Intake = intake;
        }

        IsShut = Table.Intake != SiloIntake.Open || (World.Profile.Defect == WorldDefect.TakesWhileShut && intake != SiloIntake.Open);
        ReportSoon();
    }

    public bool MayHaveBegun(ShardGrant grant) => Table.MayHaveBegun(grant.Lease, grant.JobId, grant.Shard, grant.Attempt);

    public bool TryTake(ShardGrant grant)
    {
        var taken = Table.TryTake(grant.Lease, grant.JobId, grant.Shard, grant.Attempt);
        ReportSoon();
        if (taken && IsShut)
        {
            World.Fail($"{Name} takes on nothing new, and has taken {grant.Lease} for {grant.JobId}.");
        }

        return taken || World.Profile.Defect == WorldDefect.SharesSlots;
    }

    public void Occupy(Runner runner)
    {
        ref var occupant = ref _occupants[runner.Grant.Lease.Slot];
        if (occupant is { IsGone: false } other)
        {
            World.Fail($"Slot {runner.Grant.Lease.Slot} of {Name} runs {other} and {runner} at once.");
        }

        occupant = runner;
        if (Array.Find(_occupants, other => other is { IsGone: false } && other != runner && (runner.Grant.Lease.IsAlone || other is { IsHung: false, Grant.Lease.IsAlone: true })) is { } beside)
        {
            World.Fail($"{Name} runs {beside} and {runner}, of which one is to be alone.");
        }
    }

    public void Free(SlotLease lease)
    {
        Table.Free(lease);
        ReportSoon();
    }

    public override string ToString() => Name;

    public void Reported() => _reportIsDue = false;

    private void ReportSoon()
    {
        if (!_reportIsDue)
        {
            _reportIsDue = true;
            World.Post(World.Random.Millis(0.5, 5), Reporter, Signal.Wake);
        }
    }
}
