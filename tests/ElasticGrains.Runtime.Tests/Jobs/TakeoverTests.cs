using ElasticGrains.Client;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class TakeoverTests
{
    [Fact]
    public async Task Job_TakenOverWhileItsGridWasFrozen_IsFinishedByTheOtherAlone()
    {
        using var directory = new TestDirectory();
        using var gate = new Gate();
        await using var first = await TestGrid.StartAsync(directory: directory);
        first.Probes.Of("items").BeforeItem = item => PassAt(item, 150, gate);
        var frozen = await first.SubmitAsync(new HashInput(600, Pause: 1, Probe: "items"), TestGrid.Eager with { Shards = 1 });
        await AssertTakenOverAsync(directory, first, frozen, gate, HashTally.Of(600));
    }

    [Fact]
    public async Task Job_TakenOverWithLargePartials_IsFinishedByTheOtherAlone()
    {
        using var directory = new TestDirectory();
        using var gate = new Gate();
        var input = new BulkInput(100, BytesPerItem: 300_000, Pause: 1, Probe: "items");
        await using var first = await TestGrid.StartAsync(directory: directory);
        first.Probes.Of("items").BeforeItem = item => PassAt(item, 50, gate);
        var frozen = await first.SubmitAsync(input, TestGrid.Eager with { Shards = 1 });
        await AssertTakenOverAsync(directory, first, frozen, gate, BulkKernel.Expected(input));
    }

    private static async Task AssertTakenOverAsync<TAnswer>(
        TestDirectory directory, TestGrid first, JobHandle<TAnswer> frozen, Gate gate, TAnswer expected)
        where TAnswer : notnull
    {
        await gate.Reached;
        directory.DeclareOwnerDead();
        await using var second = await TestGrid.StartAsync(directory: directory);
        var job = second.Grid.Attach<TAnswer>(frozen.Id);
        Assert.Equal(expected, await job.ResultAsync());
        var commits = (await job.ReceiptAsync()).Commits;

        gate.Open();
        var error = await Assert.ThrowsAsync<JobTakenOverException>(() => frozen.OutcomeAsync().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Contains("nothing is lost", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<JobTakenOverException>(async () => await frozen.Partials(from: commits + 1).ToListAsync());

        // Nor can it begin anything else.
        await Assert.ThrowsAnyAsync<Exception>(() => first.SubmitAsync(new HashInput(1)));
        Assert.Equal(commits, (await job.ReceiptAsync()).Commits);
        Assert.Equal(2, (await job.ReceiptAsync()).Writers);
        Assert.IsType<LedgerEvent.Finished>((await TestLedger.HistoryAsync(directory.Path, job.Id)).Events[^1]);
        await second.AssertSoundAsync(job.Id);
    }

    private static void PassAt(long item, long at, Gate gate)
    {
        if (item == at)
        {
            gate.Pass();
        }
    }
}
