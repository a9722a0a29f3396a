using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Ledger;
using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Engine.Shards;
using ElasticGrains.Scheduling;
using ElasticGrains.Testing.Ledger;

namespace ElasticGrains.Testing.Simulation;

/// <summary>A whole grid in one thread: silos, jobs, a ledger, the messages between them and the weather that comes over them.</summary>
internal sealed class World
{
    public const int MostJobs = 2;

    public static readonly DateTimeOffset Epoch = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const int StoryLength = 64;

    // Three or four where every loss is told; what is only lost for its silence is no evidence, and the storm makes much of that.
    private const int MostKills = 20;

    private readonly TimeQueue _queue = new();
    private readonly List<Silo> _silos = [];
    private readonly long _seed;
    private int _actors;
    private string? _problem;

    public World(long seed, SimulationProfile profile, JobRules? jobRules, ShardRules? shardRules, LedgerRules? ledgerRules, ResourceManagerRules? managerRules)
    {
        ManagerRules = managerRules;
        (_seed, Profile, JobRules, ShardRules) = (seed, profile, jobRules, shardRules);
        Random = new SimulationRandom(seed);
        Story = new Story(StoryLength);
        Model = new LedgerModel(ledgerRules);
        (JobTimings, ShardTimings, TickInterval) = Timings.Choose(Random);
        JobTimings = Random.Chance(0.6) ? JobTimings with { RunsPerSlot = Random.Between(1, 4) } : JobTimings;
        StayWhenIdle = Random.Chance(0.5) ? Random.Millis(500, 3000) : 0;
        Manager = new ManagerSeat(this);
        Ledger = new LedgerServer(this);
        Weather = new Weather(this);
        MakeSilos();
        Jobs = new SimulatedJob[Random.Chance(0.25) ? MostJobs : 1];
        for (var number = 0; number < Jobs.Length; number++)
        {
            Jobs[number] = new SimulatedJob(this, number);
        }

        Weather.Plan();
        new Orders(this).Plan();
        Post(0, new Supervisor(this), Signal.Tick);
    }

    public SimulationProfile Profile { get; }

    public JobRules? JobRules { get; }

    public ShardRules? ShardRules { get; }

    public ResourceManagerRules? ManagerRules { get; }

    public SimulationRandom Random { get; }

    public Story Story { get; }

    public Cases Cases { get; } = new();

    public LedgerModel Model { get; }

    public JobTimings JobTimings { get; }

    public ShardTimings ShardTimings { get; }

    public long TickInterval { get; }

    /// <summary>How long the activation of an idle shard stays, in ticks.</summary>
    public long StayWhenIdle { get; }

    public ManagerSeat Manager { get; }

    public LedgerServer Ledger { get; }

    public Weather Weather { get; }

    public SimulatedJob[] Jobs { get; }

    public JobEvent.Tick JobTick { get; } = new();

    public ShardEvent.Tick ShardTick { get; } = new();

    public IReadOnlyList<Silo> Silos => _silos;

    /// <summary>The silos that count as gone.</summary>
    public List<SiloLoss> Gone { get; } = [];

    /// <summary>The silos that a kernel killed.</summary>
    public HashSet<string> KilledSilos { get; } = new(StringComparer.Ordinal);

    /// <summary>The time since the beginning, in ticks.</summary>
    public long Now { get; private set; }

    /// <summary>All slots of the grid.</summary>
    public int Slots { get; private set; }

    /// <summary>Items computed, those computed again included.</summary>
    public long Computed { get; set; }

    /// <summary>True when everything has come to rest.</summary>
    public bool IsAtRest { get; set; }

    public int NextActor() => _actors++;

    public SimulatedJob JobOf(string id) => Jobs[id[^1] - '0'];

    public SimulationResult Run()
    {
        while (_problem is null && !IsAtRest && _queue.TryPop(out var next))
        {
            Now = next.Time;
            try
            {
                Deliver(next.Target, next.Message);
            }
            catch (Exception error) when (error is ArgumentException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
            {
                Fail($"{next.Target} threw {error.GetType().Name}: {error.Message}");
            }
        }

        foreach (var job in Jobs)
        {
            if (_problem is null)
            {
                job.Reader.ReadAll(job.Witness.Commits);
            }
        }

        var findings = LedgerOracle.Ask(this);
        if (findings.Count > 0)
        {
            Fail($"The ledger of {findings[0].JobId} contradicts itself, {findings[0].Code}: {findings[0].Message}");
        }

        if (Profile.IsCalm && Computed != Jobs.Sum(job => job.Truth.Items))
        {
            Fail($"{Computed} items were computed in fair weather, of {Jobs.Sum(job => job.Truth.Items)}.");
        }

        return new SimulationResult
        {
            Seed = _seed,
            Hash = Story.Hash,
            Problem = _problem,
            Findings = findings,
            Story = _problem is null ? [] : Story.Tell(),
            Jobs = Jobs.Length,
            Succeeded = Jobs.Count(job => job.Witness.Outcome?.Phase == ElasticGrains.Jobs.JobPhase.Succeeded),
            Shards = Jobs.Sum(job => job.Witness.Shards),
            Runs = Jobs.Sum(job => job.Witness.Runs),
            Splits = Jobs.Sum(job => job.Witness.Splits),
            Faults = Jobs.Sum(job => job.Faults),
            FullDose = Jobs.Count(job => job is { Faults: >= 3, Witness.Shards: >= 50 }),
            BadMessages = Weather.BadMessages,
            TakeOvers = Jobs.Sum(job => Math.Max(0, (Model.ReadHistory(job.Id)?.WriterEpoch ?? 0) - 1)),
            Moves = Jobs.Sum(job => job.Witness.Moves),
            Adoptions = Jobs.Sum(job => job.Witness.Adoptions),
            Commits = Jobs.Sum(job => job.Witness.Commits),
            Committed = Jobs.Sum(job => job.Witness.Committed),
            Computed = Computed,
            MostKills = Jobs.Max(job => job.Kills),
            Steps = Story.Count,
            Cases = Cases.ToSet(),
            SimulatedTime = TimeSpan.FromTicks(Now),
            Makespan = TimeSpan.FromTicks(Jobs.Max(job => job.EndedAt)),
            Ideal = TimeSpan.FromTicks((long)(Jobs.Sum(job => job.Truth.CostOf(0, job.Truth.Items)) / _silos.Sum(silo => (double)silo.Table.Usable / silo.SlowBy))),
            LongestItem = TimeSpan.FromTicks(Jobs.Max(job => job.Truth.DearestCost) * _silos.Max(silo => silo.SlowBy)),
        };
    }

    public void Fail(string problem) => _problem ??= problem;

    public void Note(Actor actor, object what, bool isEffect) => Story.Add(Now, actor, what, isEffect);

    /// <summary>Something struck a running job.</summary>
    public void Struck(int job) => Jobs[job].Faults += Jobs[job].IsOver ? 0 : 1;

    /// <summary>An item of a job kills the silo on which it is computed.</summary>
    public void Kill(Silo silo, int job)
    {
        Weather.Crash(silo);
        KilledSilos.Add(silo.Name);
        Struck(job);
        if (++Jobs[job].Kills > MostKills)
        {
            Fail($"The kernel of {Jobs[job].Id} has killed {Jobs[job].Kills} silos, and still runs.");
        }
    }

    public void Post(long after, Actor target, object message) => _queue.Push(Now + after, target, message);

    public void PostAt(long time, Actor target, object message) => _queue.Push(time, target, message);

    /// <summary>Sends a message; between silos it may be lost, doubled or late.</summary>
    public void Send(Silo? from, Actor target, object message)
    {
        if (target is JobSeat seat && from?.StaleJobs[seat.Job] is { IsAlive: true } stale)
        {
            target = stale;
        }

        var host = target switch
        {
            JobSeat it => it.Current?.Silo,
            ShardSeat it => it.Current?.Silo,
            ManagerSeat it => it.Current?.Silo,
            _ => target.Silo,
        };
        if (from is null || ReferenceEquals(from, host))
        {
            Post(Random.Millis(0.02, 0.1), target, message);
        }
        else
        {
            Weather.Carry(from, host, target, message);
        }
    }

    /// <summary>Hands a message over, or keeps it until the silo wakes.</summary>
    public void Deliver(Actor target, object message)
    {
        if (!target.IsAlive)
        {
            return;
        }

        if (target.Silo is { } silo && silo.FrozenUntil > Now)
        {
            _queue.Push(silo.FrozenUntil, target, message);
            return;
        }

        target.Receive(message);
    }

    public Silo? SiloOf(string name)
    {
        foreach (var silo in _silos)
        {
            if (!silo.IsDown && silo.Name == name)
            {
                return silo;
            }
        }

        return null;
    }

    public Silo? RandomSilo()
    {
        var first = Random.Next(_silos.Count);
        for (var i = 0; i < _silos.Count; i++)
        {
            if (_silos[(first + i) % _silos.Count] is { IsDown: false } silo)
            {
                return silo;
            }
        }

        return null;
    }

    /// <summary>A silo that takes on something, or any where none does.</summary>
    public Silo? OpenSilo() => RandomSilo() is var chosen && chosen is not { IsShut: true } ? chosen : _silos.Find(silo => silo is { IsDown: false, IsShut: false }) ?? chosen;

    /// <summary>Puts a new life of a silo at its place.</summary>
    public void Start(Silo old, string name)
    {
        var silo = new Silo(this, old.Place, name, old.Table.Report().Slots, old.Table.Report().Express) { ClockError = old.ClockError, SlowBy = old.SlowBy };
        _silos[old.Place] = silo;
        Post(0, silo.Reporter, Signal.Tick);
    }

    private void MakeSilos()
    {
        var silos = Random.Between(2, 5);
        for (var place = 0; place < silos; place++)
        {
            var slots = Random.Between(1, 4);
            Slots += slots;
            _silos.Add(new Silo(this, place, $"s{place}", slots, express: Random.Between(0, 2)) { ClockError = Random.Millis(0, 300) });
            Post(0, _silos[place].Reporter, Signal.Tick);
        }

        if (Profile.SlowBy > 1)
        {
            Random.Pick(_silos).SlowBy = Profile.SlowBy;
        }
    }
}
