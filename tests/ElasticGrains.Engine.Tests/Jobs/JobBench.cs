using ElasticGrains.Blocks;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Jobs;

/// <summary>A job's machine with a ledger that confirms on request, and everything it ever wrote.</summary>
internal sealed class JobBench
{
    public static readonly DateTimeOffset Begin = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<LedgerEvent> _durable;
    private readonly long _writer;

    private JobBench(List<LedgerEvent> durable, long writer)
    {
        _durable = durable;
        _writer = writer;
        Now = Begin;
        Machine = new JobMachine(new JobHistory("j", writer, durable), writer, Begin);
    }

    public JobMachine Machine { get; }

    public DateTimeOffset Now { get; private set; }

    /// <summary>What the ledger has.</summary>
    public IReadOnlyList<LedgerEvent> Durable => _durable;

    /// <summary>The append under way.</summary>
    public JobAppend? Sent { get; private set; }

    /// <summary>A job that nobody has looked at yet.</summary>
    public static JobBench Accepted(int items = 100, int shards = 2, JobPolicy? policy = null)
    {
        var spec = new JobSpec
        {
            Id = "j",
            Kernel = "k",
            KernelVersion = 1,
            Input = default,
            Policy = (policy ?? JobPolicy.Default) with { Shards = shards },
        };
        return Taken([new LedgerEvent.Accepted(spec, "hash", items, Begin)], writer: 1);
    }

    /// <summary>A job that has been planned, at rest.</summary>
    public static JobBench Planned(int items = 100, int shards = 2, JobPolicy? policy = null, int? slots = null, string? here = null)
    {
        var bench = Accepted(items, shards, policy);
        bench.Settle(new JobEvent.Activated(slots ?? shards) { Here = here });
        return bench;
    }

    public static SlotLease Lease(long epoch, string silo = "s", int slot = 0) => new(silo, slot, epoch);

    /// <summary>Pieces from the first border to the last.</summary>
    public static ShardCommit Commit(int shard, long attempt, params long[] borders) => new(shard, attempt, [.. borders.Zip(borders.Skip(1), Piece)]);

    private static CommitPiece Piece(long start, long end) =>
        new(new ItemRange(start, end), new PartialPayload(1, (ulong)end, new byte[] { 1 }, Block: null));

    public static ShardReport Report(int shard, long attempt, long committed = 0, long position = 0) =>
        new(shard, attempt, committed, position, Lease(attempt), TimeSpan.FromSeconds(2));

    public static ShardEnded Ended(int shard, long attempt, AttemptEnd how, Failure? failure = null) => new(shard, attempt, how, failure, Lease(attempt));

    /// <summary>Another activation that takes the job over from what is durable.</summary>
    public JobBench TakenOver() => Taken(_durable, _writer + 1);

    /// <summary>As a ledger does it: whoever writes is in the history.</summary>
    private static JobBench Taken(IEnumerable<LedgerEvent> durable, long writer) => new([.. durable, new LedgerEvent.WriterTaken(writer, "w", Begin)], writer);

    public JobBench After(TimeSpan time)
    {
        Now += time;
        return this;
    }

    public IReadOnlyList<JobEffect> Send(JobEvent happened)
    {
        var effects = Machine.Handle(happened, Now).ToArray();
        Sent = effects.OfType<JobEffect.Append>().LastOrDefault()?.Batch ?? Sent;
        return effects;
    }

    /// <summary>The ledger applies what is under way, until nothing is.</summary>
    public IReadOnlyList<JobEffect> Confirm()
    {
        var effects = new List<JobEffect>();
        while (Sent is { } batch)
        {
            Sent = null;
            _durable.AddRange(batch.Events);
            effects.AddRange(Send(new JobEvent.Appended(batch.Version, new AppendOutcome(AppendStatus.Applied, batch.WriterEpoch))));
        }

        return effects;
    }

    public IReadOnlyList<JobEffect> Settle(JobEvent happened) => [.. Send(happened), .. Confirm()];

    /// <summary>Lets time pass in ticks of a quarter of a second.</summary>
    public IReadOnlyList<JobEffect> Wait(TimeSpan time)
    {
        var effects = new List<JobEffect>();
        for (var end = Now + time; Now < end;)
        {
            Now += TimeSpan.FromMilliseconds(250);
            effects.AddRange(Settle(new JobEvent.Tick()));
        }

        return effects;
    }

    /// <summary>Grants the next shard, durably, and has it say that it computes.</summary>
    public ShardGrant GrantAndStart(long epoch = 1)
    {
        var grant = Grant(epoch);
        Settle(new JobEvent.Reported(Report(grant.Shard, grant.Attempt) with { Lease = grant.Lease, Position = grant.Range.Start }));
        return grant;
    }

    /// <summary>Grants the next shard, durably.</summary>
    public ShardGrant Grant(long epoch = 1) => Settle(new JobEvent.SlotOffered(Lease(epoch))).OfType<JobEffect.StartShard>().Single().Grant;
}
