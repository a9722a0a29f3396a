using ElasticGrains.Blocks;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Jobs;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Runtime.Tests.Jobs;

/// <summary>Jobs that ended under an earlier release, which wrote every answer into their last event.</summary>
public sealed class InlineAnswerTests
{
    private const string Id = "earlier";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_LargeInAnEvent_IsNamedByTheStatusAndReadInParts(bool isLoaded)
    {
        using var directory = new TestDirectory();
        var answer = await EndAsync(directory, 3 * BytePart.Most);
        await using var grid = await TestGrid.StartAsync(directory: directory);
        var job = isLoaded ? await grid.Grid.ResumeAsync(Id) : grid.Grid.Attach(Id);

        var outcome = (await job.StatusAsync()).Outcome!;
        Assert.Equal((0, answer.Length, Checksum.Of(answer)), (outcome.Result.Length, outcome.ResultBlock!.Length, outcome.ResultBlock.Checksum));
        Assert.True((await job.OutcomeAsync()).Result.Span.SequenceEqual(answer));
        Assert.True((await job.OutcomeAsync()).Result.Span.SequenceEqual(answer));
        await grid.AssertSoundAsync(Id);
    }

    [Fact]
    public async Task Answer_SmallInAnEvent_ComesWithTheStatus()
    {
        using var directory = new TestDirectory();
        var answer = await EndAsync(directory, 1000);
        await using var grid = await TestGrid.StartAsync(directory: directory);

        var outcome = (await grid.Grid.Attach(Id).StatusAsync()).Outcome!;
        Assert.Null(outcome.ResultBlock);
        Assert.True(outcome.Result.Span.SequenceEqual(answer));
    }

    [Fact]
    public void Answer_ThatIsAnotherOne_IsNotRead()
    {
        var named = InlineAnswer.Named(new JobOutcome { Phase = JobPhase.Succeeded, Result = new byte[PartialPayload.MaxInline + 1] }).ResultBlock!;
        var another = new JobOutcome { Phase = JobPhase.Succeeded, Result = new byte[PartialPayload.MaxInline + 2] };
        var history = new JobHistory(Id, 1, [new LedgerEvent.Finished(another, null, DateTimeOffset.UnixEpoch)]);

        Assert.Throws<BlockCorruptException>(() => InlineAnswer.Of(history, Id, named));
        Assert.Throws<BlockCorruptException>(() => InlineAnswer.Of(null, Id, named));
        Assert.True(InlineAnswer.Is(named));
        Assert.False(InlineAnswer.Is(new BlockHandle("1", named.Length, named.Checksum)));
    }

    private static async Task<byte[]> EndAsync(TestDirectory directory, int length)
    {
        var answer = KernelJson.Write(new string('x', length));
        var spec = new JobSpec { Id = Id, Kernel = "hash", KernelVersion = 1, Input = KernelJson.Write(new HashInput(0)) };
        var at = TimeProvider.System.GetUtcNow();
        await using var state = StateDirectory.OpenOwned(directory.Path, TimeProvider.System, "test");
        await state.Ledger.AcceptAsWriterAsync(new LedgerEvent.Accepted(spec, SpecHash.Of(spec), 0, at), new LedgerEvent.WriterTaken(1, "test", at));
        var end = new LedgerEvent.Finished(new JobOutcome { Phase = JobPhase.Succeeded, Result = answer }, Checksum.IdentityOf(answer), at);
        Assert.Equal(AppendStatus.Applied, (await state.Ledger.AppendAsync(new JobAppend(Id, 1, 1, [new LedgerEvent.Planned(0), end]))).Status);
        return answer;
    }
}
