using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class FailureTests(GridFixture fixture) : IClassFixture<GridFixture>
{
    private readonly TestGrid _grid = fixture.Grid;

    [Fact]
    public async Task Kernel_ThatThrowsTwice_IsRetriedWithBackOff()
    {
        var failures = 0;
        _grid.Probes.Of("twice").BeforeItem = item =>
        {
            if (item == 300 && Interlocked.Increment(ref failures) <= 2)
            {
                throw new TimeoutException("the disk is slow");
            }
        };
        var policy = TestGrid.Eager with { Shards = 1, MaxSlots = 1, Backoff = TimeSpan.FromMilliseconds(100) };
        var job = await _grid.SubmitAsync(new HashInput(600, Probe: "twice"), policy);
        Assert.Equal(HashTally.Of(600), await job.ResultAsync());
        var events = (await TestLedger.HistoryAsync(_grid.Directory, job.Id)).Events;
        var failed = events.OfType<LedgerEvent.AttemptEnded>().Where(end => end.End == AttemptEnd.Failed).ToList();
        var granted = events.OfType<LedgerEvent.Granted>().ToList();
        Assert.Equal((2, 3), (failed.Count, granted.Count));
        Assert.True(granted[1].At - failed[0].At >= TimeSpan.FromMilliseconds(100));
        Assert.True(granted[2].At - failed[1].At >= TimeSpan.FromMilliseconds(200));
        await _grid.AssertSoundAsync(job.Id);
    }

    [Fact]
    public async Task Kernel_ThatAlwaysThrows_FailsTheJobWithTypeMessageAndStack()
    {
        _grid.Probes.Of("always").BeforeItem = _ => throw new InvalidTimeZoneException("no such zone");
        var job = await _grid.SubmitAsync(new HashInput(10, Probe: "always"), TestGrid.Eager with { Shards = 1, MaxSlots = 1, MaxAttempts = 3 });
        var error = await Assert.ThrowsAsync<JobFailedException>(() => job.ResultAsync());
        var failure = error.Outcome!.Failure!;
        Assert.Equal((FailureFault.Kernel, "kernel", typeof(InvalidTimeZoneException).FullName), (failure.Fault, failure.Kind, failure.TypeName));
        Assert.Contains("Kernel 'hash' threw InvalidTimeZoneException in items [0, 1): no such zone", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(FailureTests), failure.RemoteStack, StringComparison.Ordinal);
        Assert.True(SiloNames.IsEmbedded(failure.Silo!));
        Assert.Equal([new ItemRange(0, 10)], error.Outcome.Quarantined);
        Assert.Equal(3, (await job.ReceiptAsync()).Attempts);
        await _grid.AssertSoundAsync(job.Id);
    }

    [Fact]
    public async Task Kernel_ThatThrowsForOneRange_LetsTheOthersFinishWhereAsked()
    {
        _grid.Probes.Of("one range").BeforeItem = item =>
        {
            if (item == 57)
            {
                throw new TimeoutException("item 57 again");
            }
        };
        var policy = TestGrid.Eager with { Shards = 10, MaxSlots = 1, MaxAttempts = 2, OnQuarantine = FailurePolicy.FinishRest };
        var job = await _grid.SubmitAsync(new HashInput(100, Probe: "one range"), policy);
        var outcome = await job.OutcomeAsync();
        Assert.Equal(JobPhase.Failed, outcome.Phase);
        var lost = Assert.Single(outcome.Quarantined);
        Assert.True(lost.Contains(57) && lost.End == 60);
        Assert.Equal(100 - lost.Length, (await job.StatusAsync()).Committed);
        Assert.Contains("item 57 again", outcome.Failure!.Message, StringComparison.Ordinal);
        await _grid.AssertSoundAsync(job.Id);
    }

    [Fact]
    public async Task Kernel_ThatBlamesItsInput_IsNotRetried()
    {
        _grid.Probes.Of("input").BeforeItem = _ => throw new KernelInputException("line 3 has no comma; add one");
        var job = await _grid.SubmitAsync(new HashInput(10, Probe: "input"), TestGrid.Eager with { Shards = 1, MaxSlots = 1, OnQuarantine = FailurePolicy.FinishRest });
        var outcome = await job.OutcomeAsync();
        var failure = outcome.Failure!;
        Assert.Equal((FailureFault.Input, "input", "line 3 has no comma; add one"), (failure.Fault, failure.Kind, failure.Text));
        Assert.Equal(typeof(KernelInputException).FullName, failure.TypeName);
        Assert.Contains(nameof(FailureTests), failure.RemoteStack, StringComparison.Ordinal);
        Assert.Equal(1, (await job.ReceiptAsync()).Attempts);
    }

    [Fact]
    public async Task Grid_AfterFailures_GoesOnWorking()
    {
        _grid.Probes.Of("again").BeforeItem = _ => throw new InvalidOperationException("boom");
        for (var n = 0; n < 5; n++)
        {
            var job = await _grid.SubmitAsync(new HashInput(10, Probe: "again"), TestGrid.Eager with { MaxAttempts = 1 });
            Assert.Equal(JobPhase.Failed, (await job.OutcomeAsync()).Phase);
        }

        Assert.Equal(HashTally.Of(1000), await (await _grid.SubmitAsync(new HashInput(1000))).ResultAsync());
    }
}
