using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class RestartTests
{
    private static readonly HashInput Slow = new(1200, Pause: 1, Probe: "items");

    [Fact]
    public async Task Job_WhenTheGridStops_GoesOnFromItsLastCommit()
    {
        using var directory = new TestDirectory();
        string id;
        await using (var first = await TestGrid.StartAsync(directory: directory))
        {
            id = (await StartSlowJobAsync(first)).Id;
        }

        await AssertGoesOnAsync(directory, id);
    }

    [Fact]
    public async Task Job_WhenTheProcessDies_GoesOnFromItsLastCommit()
    {
        using var directory = new TestDirectory();
        using var gate = new Gate();
        await using var first = await TestGrid.StartAsync(directory: directory);
        first.Probes.Of("items").BeforeItem = item => PassLast(item, gate);
        var job = await StartSlowJobAsync(first);
        using var copy = directory.CopyAsAfterDeath();
        gate.Open();
        await AssertGoesOnAsync(copy, job.Id);

        // The original knows nothing of its copy.
        Assert.Equal(HashTally.Of(Slow.Items), await job.ResultAsync());
    }

    [Fact]
    public async Task Job_WithLargePartials_GoesOnFromItsLastCommit()
    {
        using var directory = new TestDirectory();
        var input = new BulkInput(400, BytesPerItem: 30_000, Pause: 2, Probe: "items");
        await using var first = await TestGrid.StartAsync(directory: directory);
        var job = await first.SubmitAsync(input);
        await Until.TrueAsync(async () => (await job.StatusAsync()).Committed > 100, "something is committed");
        using var copy = directory.CopyAsAfterDeath();
        var committed = await CommittedAsync(copy, job.Id);
        await using var second = await TestGrid.StartAsync(directory: copy);
        Assert.Equal(BulkKernel.Expected(input), await second.Grid.Attach<BulkAnswer>(job.Id).ResultAsync());
        AssertNothingTwice(second, committed);
        await second.AssertSoundAsync(job.Id);
    }

    [Fact]
    public async Task Job_RestartedAgainAndAgain_GivesTheSameAnswer()
    {
        using var directory = new TestDirectory();
        string? id = null;
        for (var run = 1; run <= 3; run++)
        {
            await using var grid = await TestGrid.StartAsync(slots: run, directory: directory);
            id ??= (await grid.SubmitAsync(Slow)).Id;
            var job = grid.Grid.Attach(id);
            await Until.TrueAsync(async () => (await job.StatusAsync()).Committed > run * 150, "more is committed");
        }

        await using var last = await TestGrid.StartAsync(directory: directory);
        Assert.Equal(HashTally.Of(Slow.Items), await last.Grid.Attach<HashTally>(id!).ResultAsync());
        Assert.Equal(4, (await last.Grid.Attach(id!).ReceiptAsync()).Writers);
        await last.AssertSoundAsync(id!);
    }

    [Fact]
    public async Task Job_ThatHasEnded_IsReadableAfterARestart()
    {
        using var directory = new TestDirectory();
        string id;
        await using (var first = await TestGrid.StartAsync(directory: directory))
        {
            var job = await first.SubmitAsync(new HashInput(1000));
            await job.OutcomeAsync();
            id = job.Id;
        }

        await using var second = await TestGrid.StartAsync(directory: directory);
        var attached = second.Grid.Attach<HashTally>(id);
        Assert.Equal(HashTally.Of(1000), await attached.ResultAsync());
        Assert.Equal(1000, (await attached.Partials().ToListAsync()).Sum(partial => partial.Range.Length));
        Assert.Equal(1, (await attached.ReceiptAsync()).Writers);
        Assert.False((await second.SubmitAsync(new HashInput(1000), id: id)).IsNew);
        Assert.Equal(JobPhase.Succeeded, (await (await second.Grid.ResumeAsync(id)).StatusAsync()).Phase);
    }

    [Fact]
    public async Task Grid_WithoutResuming_LeavesJobsUntilTheyAreAskedFor()
    {
        using var directory = new TestDirectory();
        string id;
        await using (var first = await TestGrid.StartAsync(directory: directory))
        {
            id = (await StartSlowJobAsync(first)).Id;
        }

        await using var second = await TestGrid.StartAsync(directory: directory, configure: builder => builder.ResumeJobs = false);
        Assert.Equal(1, (await TestLedger.HistoryAsync(directory.Path, id)).WriterEpoch);
        await second.Grid.ResumeAsync(id);
        Assert.Equal(HashTally.Of(Slow.Items), await second.Grid.Attach<HashTally>(id).ResultAsync());
    }

    [Fact]
    public async Task Grid_WithoutTheKernelOfAJob_StartsAndKeepsTheJob()
    {
        using var directory = new TestDirectory();
        string id;
        await using (var first = await TestGrid.StartAsync(directory: directory))
        {
            id = (await StartSlowJobAsync(first)).Id;
        }

        await using (var stranger = await Embedded.EmbeddedGrid.StartAsync(builder => builder.StateDirectory = directory.Path))
        {
            var error = await Assert.ThrowsAsync<ElasticGrains.Kernels.KernelInputException>(() => stranger.ResumeAsync(id));
            Assert.Contains("'hash' is not registered", error.Message, StringComparison.Ordinal);
        }

        await using var last = await TestGrid.StartAsync(directory: directory);
        Assert.Equal(HashTally.Of(Slow.Items), await last.Grid.Attach<HashTally>(id).ResultAsync());
    }

    [Fact]
    public async Task Handle_WhenTheGridStops_StopsWaiting()
    {
        var grid = await TestGrid.StartAsync();
        var job = await grid.SubmitAsync(new HashInput(100_000, Pause: 5));
        var outcome = job.OutcomeAsync();
        await grid.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => outcome.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.True(outcome.IsCompleted);
    }

    // However slow the watcher is, the job is not over before the gate is open.
    private static void PassLast(long item, Gate gate)
    {
        if (item == Slow.Items - 1)
        {
            gate.Pass();
        }
    }

    private static async Task<JobHandle<HashTally>> StartSlowJobAsync(TestGrid grid)
    {
        var job = await grid.SubmitAsync(Slow);
        await Until.TrueAsync(async () => (await job.StatusAsync()).Committed > 200, "something is committed");
        return job;
    }

    private static async Task AssertGoesOnAsync(TestDirectory directory, string id)
    {
        var committed = await CommittedAsync(directory, id);
        Assert.InRange(committed.Sum(range => range.Length), 1, Slow.Items - 1);
        await using var second = await TestGrid.StartAsync(directory: directory);
        var job = second.Grid.Attach<HashTally>(id);
        Assert.Equal(HashTally.Of(Slow.Items), await job.ResultAsync());
        Assert.Equal(2, (await job.ReceiptAsync()).Writers);
        AssertNothingTwice(second, committed);
        await second.AssertSoundAsync(id);
    }

    private static async Task<IReadOnlyList<ItemRange>> CommittedAsync(TestDirectory directory, string id) =>
        [.. (await TestLedger.HistoryAsync(directory.Path, id)).Events.OfType<LedgerEvent.Committed>().Select(commit => commit.Range)];

    private static void AssertNothingTwice(TestGrid grid, IReadOnlyList<ItemRange> committed)
    {
        foreach (var range in committed)
        {
            for (var item = range.Start; item < range.End; item++)
            {
                Assert.Equal(0, grid.Probes.Of("items").CountOf(item));
            }
        }
    }
}
