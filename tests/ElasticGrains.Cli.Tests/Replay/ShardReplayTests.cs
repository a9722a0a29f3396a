using ElasticGrains.Blocks;
using ElasticGrains.Cli.Replay;
using ElasticGrains.Cli.Tests.Kernels;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Tests.Replay;

public class ShardReplayTests
{
    private static readonly ItemRange Shard = new(100, 200);

    [Fact]
    public async Task Replay_OfAShardThatIsHalfCommitted_ComparesThatAndComputesTheRest()
    {
        var report = await ReplayAsync(new PickyInput(1000), Committed(1, 100, 130, "30"), Committed(2, 130, 150, "21"));

        Assert.Equal(ReplayOutcome.Differs, report.Outcome);
        Assert.Equal([true, false], report.Commits.Select(commit => commit.IsEqual));
        Assert.Equal("50"u8.Length, report.UncommittedBytes);
    }

    [Fact]
    public async Task Replay_ThatThrowsInTheRest_NarrowsItAndHasTypeMessageAndStacks()
    {
        var report = await ReplayAsync(new PickyInput(1000, Bad: 177), Committed(1, 100, 130, "30"));

        Assert.Equal(ReplayOutcome.Threw, report.Outcome);
        Assert.Equal(new ItemRange(177, 178), report.Narrowed!.Range);
        Assert.True(report.ThrewIn!.Value.Contains(177));
        var failure = report.Failure!;
        Assert.Equal((FailureFault.Kernel, typeof(InvalidTimeZoneException).FullName, "no zone for item 177"), (failure.Fault, failure.TypeName, failure.Message));
        Assert.Contains(nameof(PickyKernel), failure.RemoteStack, StringComparison.Ordinal);
        Assert.Contains("FormatException: it has no sign", failure.RemoteStack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_ThatThrowsOnlyOnce_SaysThatNoPartThrowsAgain()
    {
        var report = await ReplayAsync(new OnceKernel().Bind(KernelJson.Write(1000L)));

        Assert.Equal((ReplayOutcome.Threw, null, "only once"), (report.Outcome, report.Narrowed, report.Failure!.Message));
    }

    [Fact]
    public async Task Replay_WithADebugger_StopsBeforeTheFirstCallAndBeforeTheNarrowedRange()
    {
        var stops = 0;
        var replay = new ShardReplay(Bound(new PickyInput(1000, Bad: 177)), ReadAsync, TimeProvider.System) { BeforeCompute = () => stops++ };

        await replay.RunAsync(Shard, []);

        Assert.Equal(2, stops);
    }

    private static Task<ReplayReport> ReplayAsync(PickyInput input, params CommittedPartial[] commits) => ReplayAsync(Bound(input), commits);

    private static Task<ReplayReport> ReplayAsync(IKernelRun kernel, params CommittedPartial[] commits) =>
        new ShardReplay(kernel, ReadAsync, TimeProvider.System).RunAsync(Shard, commits);

    private static IKernelRun Bound(PickyInput input) => new PickyKernel().Bind(KernelJson.Write(input));

    private static CommittedPartial Committed(long number, long start, long end, string json)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(json);
        return new CommittedPartial(number, 1, 1, new ItemRange(start, end), new PartialPayload(bytes.Length, 0, bytes, null), DateTimeOffset.UnixEpoch);
    }

    private static Task<ReadOnlyMemory<byte>> ReadAsync(CommittedPartial commit) => Task.FromResult(commit.Payload.Inline);

    private sealed class OnceKernel : RangeKernel<long, long, long>
    {
        private bool _hasThrown;

        public override long Count(long input) => input;

        public override long Identity() => 0;

        public override long Compute(long input, ItemRange range)
        {
            if (_hasThrown)
            {
                return range.Length;
            }

            _hasThrown = true;
            throw new TimeoutException("only once");
        }

        public override long Combine(long left, long right) => left + right;

        public override long Finish(long input, long whole) => whole;
    }
}
