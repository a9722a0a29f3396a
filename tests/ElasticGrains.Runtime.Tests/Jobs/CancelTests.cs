using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class CancelTests(GridFixture fixture) : IClassFixture<GridFixture>
{
    // The machine that runs the tests may be busy with others for a moment: the best of three counts.
    private const int Tries = 3;

    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(1);

    private readonly TestGrid _grid = fixture.Grid;

    [Fact]
    public async Task Cancel_ByTheHandle_EndsTheJobWithinASecond()
    {
        var best = await BestOfAsync(() => Task.FromResult(new HashInput(100_000, Pause: 5)), job => job.CancelAsync("changed my mind"), "changed my mind");
        Assert.True(best < Promised, $"It took {best}.");
    }

    [Fact]
    public async Task Cancel_FromAnotherProcess_EndsTheJobWithinASecond()
    {
        var best = await BestOfAsync(
            () => Task.FromResult(new HashInput(100_000, Pause: 5)),
            job => TestLedger.RequestCancelAsync(_grid.Directory, job.Id, "by another hand"),
            "by another hand");
        Assert.True(best < Promised, $"It took {best}.");
    }

    [Fact]
    public async Task Cancel_OfNoJob_SaysSo() =>
        Assert.Contains("'nothing'", (await Assert.ThrowsAsync<KeyNotFoundException>(() => _grid.Grid.Attach("nothing").CancelAsync())).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Cancel_OfAJobThatHasEnded_ChangesNothing()
    {
        var job = await _grid.SubmitAsync(new HashInput(10));
        await job.ResultAsync();

        await job.CancelAsync();

        Assert.Equal(JobPhase.Succeeded, (await job.StatusAsync()).Phase);
    }

    [Fact]
    public async Task Cancel_WhileTheKernelIsInsideALongItem_DoesNotWaitForIt()
    {
        using var gate = new Gate();
        _grid.Probes.Of("long item").BeforeItem = _ => gate.Pass();
        var best = await BestOfAsync(
            async () =>
            {
                await Task.CompletedTask;
                return new HashInput(1, Probe: "long item");
            },
            job => job.CancelAsync("too long"),
            "too long",
            tries: 1);
        Assert.True(best < 2 * Promised, $"It took {best}.");
        gate.Open();
        Assert.Equal(HashTally.Of(100), await (await _grid.SubmitAsync(new HashInput(100))).ResultAsync());
    }

    [Fact]
    public async Task Cancel_OfAnEndedJob_ChangesNothing()
    {
        var job = await _grid.SubmitAsync(new HashInput(10));
        await job.OutcomeAsync();
        await job.CancelAsync();
        Assert.Equal(HashTally.Of(10), await job.ResultAsync());
    }

    [Fact]
    public async Task Deadline_WhenItHasPassed_FailsTheJobAndSaysHowFarItCame()
    {
        var job = await _grid.SubmitAsync(new HashInput(100_000, Pause: 5), TestGrid.Eager with { Deadline = TimeSpan.FromMilliseconds(400) });
        var error = await Assert.ThrowsAsync<JobFailedException>(() => job.ResultAsync());
        Assert.Equal("deadline", error.Outcome!.Failure!.Kind);
        Assert.Contains("of 100000 items are committed", error.Message, StringComparison.Ordinal);
        await _grid.AssertSoundAsync(job.Id);
    }

    private async Task<TimeSpan> BestOfAsync(
        Func<Task<HashInput>> input, Func<JobHandle<HashTally>, Task> cancel, string reason, int tries = Tries)
    {
        var best = TimeSpan.MaxValue;
        for (var n = 0; n < tries; n++)
        {
            var job = await _grid.SubmitAsync(await input());
            await Until.TrueAsync(async () => (await job.StatusAsync()).Running > 0, "the job runs");
            var began = TimeProvider.System.GetTimestamp();
            await cancel(job);
            var outcome = await job.OutcomeAsync();
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, TimeProvider.System.GetElapsedTime(began).Ticks));
            Assert.Equal((JobPhase.Cancelled, reason), (outcome.Phase, outcome.Failure?.Message));
            Assert.Equal(JobPhase.Cancelled, (await job.StatusAsync()).Phase);
            var error = await Assert.ThrowsAsync<JobFailedException>(() => job.ResultAsync());
            Assert.Contains($"was cancelled: {reason}", error.Message, StringComparison.Ordinal);
            await _grid.AssertSoundAsync(job.Id);
        }

        return best;
    }
}
