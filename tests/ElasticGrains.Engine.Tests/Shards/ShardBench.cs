using ElasticGrains.Blocks;
using ElasticGrains.Engine.Shards;
using ElasticGrains.Jobs;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Shards;

/// <summary>A shard's machine and a clock.</summary>
internal sealed class ShardBench
{
    private readonly JobSpec _spec;

    public ShardBench(JobPolicy? policy = null) =>
        _spec = new JobSpec { Id = "j", Kernel = "k", KernelVersion = 1, Input = default, Policy = policy ?? JobPolicy.Default };

    public ShardMachine Machine { get; } = new();

    public DateTimeOffset Now { get; private set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A shard that computes [0, 100) as attempt 1 of run 1.</summary>
    public static ShardBench Computing(JobPolicy? policy = null)
    {
        var bench = new ShardBench(policy);
        bench.Send(bench.Granted(1));
        bench.Send(new ShardEvent.SlotAnswered(1, Taken: true));
        return bench;
    }

    public static ShardEvent.PrefixCut Cut(long start, long end, long run = 1) =>
        new(run, [new CommitPiece(new ItemRange(start, end), new PartialPayload(1, (ulong)end, new byte[] { 1 }, Block: null))], TimeSpan.FromMilliseconds(1));

    public static ShardEvent.CommitAnswered Answer(
        long attempt, long start, CommitStatus status = CommitStatus.Accepted, TimeSpan joinCost = default) =>
        new(new CommitAnswer(0, attempt, start, status, status == CommitStatus.Accepted ? 1 : 0, joinCost));

    public static ShardEvent.ReportAnswered Answer(long attempt, ReportStatus status, long newAttempt = 0, long committedEnd = 0) =>
        new(new ReportAnswer(0, attempt, status, newAttempt == 0 ? attempt : newAttempt, committedEnd));

    public ShardEvent.Granted Granted(long attempt, long start = 0) =>
        new(new ShardGrant("j", 0, attempt, new ItemRange(start, 100), new SlotLease("s", 0, attempt), _spec));

    public ShardBench After(TimeSpan time)
    {
        Now += time;
        return this;
    }

    public IReadOnlyList<ShardEffect> Send(ShardEvent happened) => [.. Machine.Handle(happened, Now)];

    /// <summary>Lets time pass in ticks of a quarter of a second.</summary>
    public IReadOnlyList<ShardEffect> Wait(TimeSpan time)
    {
        var effects = new List<ShardEffect>();
        for (var end = Now + time; Now < end;)
        {
            Now += TimeSpan.FromMilliseconds(250);
            effects.AddRange(Send(new ShardEvent.Tick()));
        }

        return effects;
    }
}
