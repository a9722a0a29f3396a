using ElasticGrains.Blocks;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Storage.Tests;

/// <summary>Short ways to write events.</summary>
internal static class Events
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static LedgerEvent.Accepted Accepted(string id, long items, string input = "{}", DateTimeOffset? at = null)
    {
        var spec = new JobSpec { Id = id, Kernel = "test", KernelVersion = 1, Input = System.Text.Encoding.UTF8.GetBytes(input) };
        return new LedgerEvent.Accepted(spec, SpecHash.Of(spec), items, at ?? Noon);
    }

    public static LedgerEvent Granted(int shard, long attempt, int more = 0) => new LedgerEvent.Granted(shard, attempt, "silo", 0, Noon) { More = more };

    public static LedgerEvent Ended(int shard, long attempt, AttemptEnd end = AttemptEnd.Completed) =>
        new LedgerEvent.AttemptEnded(shard, attempt, end, end == AttemptEnd.Failed ? Broke : null, Noon);

    public static LedgerEvent.Committed Committed(long number, int shard, long attempt, long start, long end, BlockHandle? block = null)
    {
        var bytes = block is null ? BitConverter.GetBytes(start * 31 + end) : [];
        var payload = new PartialPayload(block?.Length ?? bytes.Length, block?.Checksum ?? Checksum.Of(bytes), bytes, block);
        return new LedgerEvent.Committed(number, shard, attempt, new ItemRange(start, end), payload, Noon.AddSeconds(number));
    }

    public static LedgerEvent Succeeded(string answer = "42")
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(answer);
        return new LedgerEvent.Finished(new JobOutcome { Phase = JobPhase.Succeeded, Result = bytes }, Checksum.IdentityOf(bytes), Noon.AddHours(1));
    }

    public static LedgerEvent Succeeded(BlockHandle answer) => new LedgerEvent.Finished(
        new JobOutcome { Phase = JobPhase.Succeeded, ResultBlock = answer }, Checksum.IdentityOf("whatever it is"u8), Noon.AddHours(1));

    public static LedgerEvent Failed(params ItemRange[] givenUp) =>
        new LedgerEvent.Finished(new JobOutcome { Phase = JobPhase.Failed, Failure = Broke, Quarantined = givenUp }, null, Noon.AddHours(1));

    public static Failure Broke { get; } = new(FailureFault.Kernel, "kernel", "It broke.", "System.Exception", "at Somewhere");

    /// <summary>Makes a history comparable: bytes become text, lists lose their identity.</summary>
    public static string Story(IEnumerable<LedgerEvent> events) => string.Join('\n', events.Select(Describe));

    public static string Story(CommittedPartial? it) =>
        it is null ? "none" : $"{it.Number} {it.Shard}@{it.Attempt} {it.Range} {Describe(it.Payload)} {it.At.UtcTicks}";

    private static string Describe(LedgerEvent happened) => happened switch
    {
        LedgerEvent.Accepted it => $"accepted {it.Spec.Id} {it.SpecHash} {Text(it.Spec.Input)} {it.Spec.Policy} {it.Items} {it.At}",
        LedgerEvent.Committed it => $"committed {it.Number} {it.Shard}@{it.Attempt} {it.Range} {Describe(it.Payload)} {it.At.UtcTicks}",
        LedgerEvent.Finished it => $"finished {it.Outcome.Phase} {Text(it.Outcome.Result)} {it.Outcome.ResultBlock} {it.Outcome.Failure} {string.Join(',', it.Outcome.Quarantined)} {it.ResultHash} {it.At}",
        _ => happened.ToString(),
    };

    private static string Describe(PartialPayload payload) => $"{payload.Length} {payload.Checksum} {Convert.ToHexString(payload.Inline.Span)} {payload.Block}";

    private static string Text(ReadOnlyMemory<byte> utf8) => System.Text.Encoding.UTF8.GetString(utf8.Span);
}
