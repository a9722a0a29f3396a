using ElasticGrains.Engine.Ledger;
using ElasticGrains.Hashing;
using ElasticGrains.Ledger;

namespace ElasticGrains.Testing.Simulation;

/// <summary>A job of the world, with everything that is known of it from outside.</summary>
internal sealed class SimulatedJob
{
    private readonly World _world;
    private readonly int _number;
    private readonly List<ShardSeat> _shards = [];

    public SimulatedJob(World world, int number)
    {
        (_world, _number) = (world, number);
        Id = $"j{number}";
        // A kernel that hangs takes its slot with it: one must be left when each job has done so.
        Truth = new JobTruth(Id, world.Random, world.Profile, mayHang: world.Slots > World.MostJobs);
        Witness = new JobWitness(Truth, world.KilledSilos, world.Profile);
        Seat = new JobSeat(world, number);
        Reader = new Reader(world, Id);
        var accepted = new LedgerEvent.Accepted(Truth.Spec, SpecHash.Of(Truth.Spec), Truth.Items, World.Epoch.AddTicks(world.Now));
        world.Model.Accept(accepted);
    }

    public string Id { get; }

    public JobTruth Truth { get; }

    public JobWitness Witness { get; }

    public JobSeat Seat { get; }

    public Reader Reader { get; }

    /// <summary>Faults that struck while it ran.</summary>
    public int Faults { get; set; }

    /// <summary>How many silos its kernel killed.</summary>
    public int Kills { get; set; }

    /// <summary>When its outcome came into the ledger, in ticks.</summary>
    public long EndedAt { get; private set; }

    public bool IsOver => Witness.Outcome is not null;

    public IReadOnlyList<ShardSeat> Shards => _shards;

    public ShardSeat Shard(int number)
    {
        while (_shards.Count <= number)
        {
            _shards.Add(new ShardSeat(_world, _number, _shards.Count));
        }

        return _shards[number];
    }

    public void OnApplied(JobAppend batch)
    {
        _world.Story.Mix(EventDigest.Of(batch.Events));
        foreach (var happened in batch.Events)
        {
            See(happened);
            if ((Witness.Applied(happened) ?? (happened is LedgerEvent.Finished ? Witness.CheckEnd() : null)) is { } problem)
            {
                _world.Fail(problem);
            }
        }
    }

    private void See(LedgerEvent happened)
    {
        if (happened is LedgerEvent.AttemptEnded ended)
        {
            _world.Cases.See(ended.End);
        }
        else if (happened is LedgerEvent.Finished finished)
        {
            EndedAt = _world.Now;
            _world.Cases.See(finished.Outcome.Phase);
        }
    }
}
