using ElasticGrains.Blocks;
using ElasticGrains.Engine.Ledger;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Hashing;
using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Testing.Ledger;

namespace ElasticGrains.Engine.Tests.Verification;

/// <summary>Short ways to write ledgers, whose times are seconds after noon.</summary>
internal static class Script
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static readonly Failure Broke = new(FailureFault.Kernel, "kernel", "It broke.");

    /// <summary>A job of twenty items whose first writer writes these events; a takeover or a reopening stands among them as itself.</summary>
    public static LedgerDump Job(IEnumerable<LedgerEvent> events, LedgerRules? rules = null, string id = "job", string writer = "host/1/s1", JobPolicy? policy = null, string? key = null)
    {
        var spec = new JobSpec { Id = id, Kernel = "test", KernelVersion = 1, Input = "{}"u8.ToArray(), Policy = policy ?? JobPolicy.Default };
        var model = new LedgerModel(rules);
        model.Accept(new LedgerEvent.Accepted(spec, SpecHash.Of(spec), 20, At(0)) { CacheKey = key });
        var (epoch, version) = (model.TakeWriter(id, writer, At(0)), 0L);
        foreach (var happened in events)
        {
            switch (happened)
            {
                case LedgerEvent.WriterTaken it:
                    (epoch, version) = (model.TakeWriter(id, it.Writer, it.At), 0);
                    break;
                case LedgerEvent.Reopened it:
                    Assert.Equal(ReopenOutcome.Reopened, model.Reopen(id, writer, it.At));
                    (epoch, version) = (epoch + 1, 0);
                    break;
                default:
                    var outcome = model.Append(new JobAppend(id, epoch, ++version, [happened]));
                    Assert.True(outcome.Status == AppendStatus.Applied, $"{happened}: {outcome.Reason}");
                    break;
            }
        }

        return model.Dump(id)!;
    }

    public static DateTimeOffset At(double seconds) => Noon.AddSeconds(seconds);

    public static LedgerEvent Writer(string writer, double at) => new LedgerEvent.WriterTaken(0, writer, At(at));

    public static LedgerEvent Plan(int shards) => new LedgerEvent.Planned(shards);

    /// <summary>Unless it is said otherwise, a shard has a slot of its number, and a lease of the attempt's.</summary>
    public static LedgerEvent.Granted Grant(int shard, long attempt, double at, int? slot = null, long? lease = null, int more = 0) =>
        new(shard, attempt, "s1", slot ?? shard, At(at)) { LeaseEpoch = lease ?? attempt, More = more };

    public static LedgerEvent.Committed Commit(long number, int shard, long attempt, long start, long end, double at, BlockHandle? block = null)
    {
        var bytes = block is null ? BitConverter.GetBytes((start * 31) + end) : [];
        var payload = new PartialPayload(block?.Length ?? bytes.Length, block?.Checksum ?? Checksum.Of(bytes), bytes, block);
        return new LedgerEvent.Committed(number, shard, attempt, new ItemRange(start, end), payload, At(at));
    }

    public static LedgerEvent.AttemptEnded End(int shard, long attempt, double at, AttemptEnd how = AttemptEnd.Completed) =>
        new(shard, attempt, how, how == AttemptEnd.Failed ? Broke : null, At(at));

    public static LedgerEvent.Quarantined GiveUp(int shard, long start, long end, double at, BlockHandle? input = null) =>
        new(shard, new ItemRange(start, end), Broke, At(at)) { Input = input is null ? null : new CapturedInput(new ItemRange(start, end), At(at)) { Block = input } };

    public static LedgerEvent.Finished Succeed(double at) =>
        new(new JobOutcome { Phase = JobPhase.Succeeded, Result = "42"u8.ToArray() }, Checksum.IdentityOf("42"u8), At(at));

    /// <summary>The answer of another job, which was accepted at noon as all are.</summary>
    public static LedgerEvent.Finished Copy(string of, double at) => Succeed(at) with { CopiedFrom = new AnswerSource(of, At(0)) };

    public static LedgerEvent.Finished Fail(double at, params ItemRange[] givenUp) =>
        new(new JobOutcome { Phase = JobPhase.Failed, Failure = Broke, Quarantined = givenUp }, null, At(at));

    public static LedgerDump WithBlock(this LedgerDump dump, BlockHandle block) =>
        dump with { Blocks = [.. dump.Blocks, new BlockRow(block.Id, StampOf(block), StampOf(block))] };

    public static ByteStamp StampOf(BlockHandle block) => new(block.Length, block.Checksum);

    public static VerificationReport Verify(DateTimeOffset? asOf, params IEnumerable<LedgerDump> dumps)
    {
        var verification = new LedgerVerification(asOf);
        foreach (var dump in dumps)
        {
            verification.Add(dump);
        }

        return verification.Complete();
    }
}
