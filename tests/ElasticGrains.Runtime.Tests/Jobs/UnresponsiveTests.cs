using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class UnresponsiveTests
{
    private static readonly JobPolicy Impatient = TestGrid.Eager with { Shards = 1, MaxSlots = 1, SafePointTimeout = TimeSpan.FromMilliseconds(700) };

    [Fact]
    public async Task Kernel_ThatNeverReturns_LosesItsSlotAndFailsItsJobAlone()
    {
        using var gate = new Gate();
        await using var grid = await TestGrid.StartAsync(slots: 2);
        grid.Probes.Of("stuck").BeforeItem = item => PassAt(item, 5, gate);
        var other = await grid.SubmitAsync(new HashInput(700, Pause: 1), TestGrid.Eager with { Shards = 1, MaxSlots = 1 });
        var stuck = await grid.SubmitAsync(new HashInput(10, Probe: "stuck"), Impatient);
        var error = await Assert.ThrowsAsync<JobFailedException>(() => stuck.ResultAsync());
        Assert.Equal("unresponsive", error.Outcome!.Failure!.Kind);
        Assert.Contains("a thread cannot be killed inside a process", error.Message, StringComparison.Ordinal);
        Assert.Contains("'hash'", error.Message, StringComparison.Ordinal);
        Assert.Equal(HashTally.Of(700), await other.ResultAsync());

        // One slot is left, and the thread that comes back at last changes nothing.
        Assert.Equal(HashTally.Of(500), await (await grid.SubmitAsync(new HashInput(500))).ResultAsync());
        gate.Open();
        Assert.Equal(HashTally.Of(500), await (await grid.SubmitAsync(new HashInput(500))).ResultAsync());
        Assert.Equal(JobPhase.Failed, (await stuck.StatusAsync()).Phase);
        await grid.AssertSoundAsync(stuck.Id);
        await grid.AssertSoundAsync(other.Id);
    }

    [Fact]
    public async Task Kernel_ThatNeverReturnsInARun_LosesOneSlotAndTheShardThatHangsIsGivenUpAlone()
    {
        using var gate = new Gate();
        await using var grid = await TestGrid.StartAsync(slots: 2);
        grid.Probes.Of("stuck").BeforeItem = item => PassAt(item, 30, gate);
        var policy = Impatient with
        {
            Shards = 100,
            MaxSlots = null,
            MaxAttempts = 1,
            OnQuarantine = FailurePolicy.FinishRest,
            SafePointTimeout = TimeSpan.FromSeconds(2),
            CommitInterval = TimeSpan.FromMinutes(1),
        };
        var stuck = await grid.SubmitAsync(new HashInput(100, Probe: "stuck"), policy);

        var outcome = await stuck.OutcomeAsync();

        Assert.Equal(("unresponsive", new ItemRange(30, 31)), (outcome.Failure!.Kind, Assert.Single(outcome.Quarantined)));
        Assert.Equal(99, (await stuck.StatusAsync()).Committed);
        await grid.AssertSoundAsync(stuck.Id);
    }

    [Fact]
    public async Task Kernel_ThatNeverReturnsOnAnySlot_LaterJobsSayWhyTheyWait()
    {
        using var gate = new Gate();
        await using var grid = await TestGrid.StartAsync(slots: 1);
        grid.Probes.Of("stuck").BeforeItem = item => PassAt(item, 5, gate);

        // The slot, and the express slot beside it.
        for (var n = 0; n < 2; n++)
        {
            var stuck = await grid.SubmitAsync(new HashInput(10, Probe: "stuck"), Impatient);
            await Assert.ThrowsAsync<JobFailedException>(() => stuck.ResultAsync());
        }

        var later = await grid.SubmitAsync(new HashInput(10));

        await Until.TrueAsync(async () => (await later.StatusAsync()).Parked is not null, "the later job says why it waits");
        Assert.Contains("every slot is retired", (await later.StatusAsync()).Parked, StringComparison.Ordinal);
        await later.CancelAsync();
        Assert.Equal(JobPhase.Cancelled, (await later.OutcomeAsync()).Phase);
    }

    [Fact]
    public async Task Kernel_WithLongItemsBelowTheTimeout_KeepsItsSlot()
    {
        await using var grid = await TestGrid.StartAsync(slots: 1);
        var job = await grid.SubmitAsync(new HashInput(5, Pause: 300), Impatient with { SafePointTimeout = TimeSpan.FromSeconds(10) });
        Assert.Equal(HashTally.Of(5), await job.ResultAsync());
    }

    private static void PassAt(long item, long at, Gate gate)
    {
        if (item == at)
        {
            gate.Pass();
        }
    }
}
