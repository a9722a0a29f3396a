using ElasticGrains.Jobs;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;

namespace ElasticGrains.Runtime.Tests.Jobs;

/// <summary>Failed and cancelled jobs go on.</summary>
public class RetryTests(GridFixture fixture) : IClassFixture<GridFixture>
{
    private static readonly JobPolicy FinishRest = TestGrid.Eager with { MaxAttempts = 1, OnQuarantine = FailurePolicy.FinishRest };

    private readonly TestGrid _grid = fixture.Grid;

    [Fact]
    public async Task Retry_OfAJobWithARangeGivenUp_RunsThatAloneAndGivesTheWholeAnswer()
    {
        var isBroken = true;
        var computed = 0;
        _grid.Probes.Of("mended").BeforeItem = item =>
        {
            Interlocked.Increment(ref computed);
            if (item == 57 && isBroken)
            {
                throw new TimeoutException("the file is not there");
            }
        };
        var job = await _grid.SubmitAsync(new HashInput(100, Probe: "mended"), FinishRest with { Shards = 100 });
        Assert.Equal([new ItemRange(57, 58)], (await job.OutcomeAsync()).Quarantined);
        isBroken = false;
        computed = 0;

        await job.RetryAsync();

        Assert.Equal(HashTally.Of(100), await job.ResultAsync());
        Assert.Equal(1, computed);
        var receipt = await job.ReceiptAsync();
        Assert.Equal((JobPhase.Succeeded, 100), (receipt.Phase, receipt.Commits));
        await _grid.AssertSoundAsync(job.Id);
        await Assert.ThrowsAsync<InvalidOperationException>(() => job.RetryAsync());
    }

    [Fact]
    public async Task Retry_OfACancelledJob_GoesOnWhereItWas()
    {
        // However late the cancellation comes, the job is not over.
        using var gate = new Gate();
        _grid.Probes.Of("cancelled").BeforeItem = item =>
        {
            if (item >= 300)
            {
                gate.Pass();
            }
        };
        var job = await _grid.SubmitAsync(new HashInput(400, Pause: 1, Probe: "cancelled"));
        await Until.TrueAsync(async () => (await job.StatusAsync()).Committed > 0, "something is committed");
        await job.CancelAsync("enough");
        Assert.Equal(JobPhase.Cancelled, (await job.OutcomeAsync()).Phase);
        gate.Open();

        await job.RetryAsync();
        await job.RetryAsync();

        Assert.Equal(HashTally.Of(400), await job.ResultAsync());
        await _grid.AssertSoundAsync(job.Id);
    }

    [Fact]
    public async Task GivenUp_MoreRangesThanTolerated_FailsTheJobAtOnce()
    {
        _grid.Probes.Of("three").BeforeItem = item =>
        {
            if (item is 5 or 15 or 25)
            {
                throw new TimeoutException($"item {item}");
            }
        };
        var job = await _grid.SubmitAsync(new HashInput(5000, Pause: 1, Probe: "three"), FinishRest with { Shards = 500, MaxSlots = 1, ToleratedRanges = 2 });

        var outcome = await job.OutcomeAsync();

        Assert.Equal((JobPhase.Failed, 3), (outcome.Phase, outcome.Quarantined.Count));
        Assert.True((await job.StatusAsync()).Committed < 5000 - 30);
    }
}
