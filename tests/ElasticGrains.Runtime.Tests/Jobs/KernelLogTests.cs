using System.Diagnostics;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Runtime.Tests.Jobs;

/// <summary>What kernels write while they compute.</summary>
public sealed class KernelLogTests
{
    [Fact]
    public async Task Kernel_ThatWritesInARun_IsReadByShardOnceTheGridIsGone()
    {
        const int Items = 300;
        const int Shards = 100;
        using var directory = new TestDirectory();
        string id;
        await using (var grid = await StartAsync(directory))
        {
            grid.Probes.Of("talks").BeforeItem = item => Console.WriteLine($"item {item}");
            var job = await grid.SubmitAsync(new HashInput(Items, Probe: "talks"), TestGrid.Eager with { Shards = Shards });
            Assert.Equal(HashTally.Of(Items), await job.ResultAsync());
            id = job.Id;
            Assert.True((await TestLedger.HistoryAsync(directory.Path, id)).Events.OfType<LedgerEvent.Granted>().Count() < Shards);
        }

        var lines = await ReadAsync(directory, id);
        Assert.Equal(
            Enumerable.Range(0, Items).Select(item => (item * Shards / Items, $"item {item}")),
            lines.OrderBy(line => line.Shard).Select(line => (line.Shard, line.Text)));
        Assert.All(lines, line => Assert.Equal((1L, LogStream.Out), (line.Attempt, line.Stream)));
    }

    [Fact]
    public async Task Kernel_ThatWritesEverywhereAndFails_IsReadAttemptByAttempt()
    {
        using var directory = new TestDirectory();
        await using var grid = await StartAsync(directory);
        var probe = grid.Probes.Of("fails");
        probe.BeforeItem = item =>
        {
            if (item == 7)
            {
                Console.Error.Write("about ");
                Parallel.For(0, 1, _ => Console.Error.WriteLine("to fail"));
                Trace.WriteLine("traced");
                Console.Write("no end");
                probe.BeforeItem = null;
                throw new TimeoutException("once");
            }

            Console.WriteLine($"item {item}");
        };
        var job = await grid.SubmitAsync(new HashInput(10, Probe: "fails"), TestGrid.Eager with { Shards = 1 });
        Assert.Equal(HashTally.Of(10), await job.ResultAsync());
        Console.WriteLine("not the kernel's");

        string[] expected = [.. Enumerable.Range(0, 7).Select(item => $"Out item {item}"), "Error about to fail", "Trace traced", "Out no end"];
        await Until.TrueAsync(async () => (await ReadAsync(directory, job.Id)).Count >= expected.Length, "the log has all lines");
        var lines = await ReadAsync(directory, job.Id);
        Assert.Equal(expected, lines.Select(line => $"{line.Stream} {line.Text}"));
        Assert.All(lines, line => Assert.Equal((0, 1L), (line.Shard, line.Attempt)));
    }

    [Fact]
    public async Task Kernel_ThatRunsForLong_IsReadMeanwhile()
    {
        using var directory = new TestDirectory();
        using var gate = new Gate();
        await using var grid = await StartAsync(directory);
        grid.Probes.Of("waits").BeforeItem = item =>
        {
            Console.WriteLine($"item {item}");
            gate.Pass();
        };
        var job = await grid.SubmitAsync(new HashInput(2, Probe: "waits"), TestGrid.Eager with { Shards = 1 });
        await gate.Reached;

        await Until.TrueAsync(async () => (await ReadAsync(directory, job.Id)) is [{ Text: "item 0" }], "the log has the first line");
        gate.Open();
        Assert.Equal(HashTally.Of(2), await job.ResultAsync());
    }

    [Fact]
    public async Task Kernel_OnAGridThatWasNotAsked_IsNotListenedTo()
    {
        using var directory = new TestDirectory();
        string id;
        await using (var grid = await TestGrid.StartAsync(directory: directory))
        {
            grid.Probes.Of("talks").BeforeItem = _ => Console.WriteLine("into the void");
            var job = await grid.SubmitAsync(new HashInput(3, Probe: "talks"));
            await job.ResultAsync();
            id = job.Id;
        }

        Assert.Empty(await ReadAsync(directory, id));
    }

    private static Task<TestGrid> StartAsync(TestDirectory directory) => TestGrid.StartAsync(directory: directory, configure: builder => builder.KeepKernelLogs = true);

    private static async Task<IReadOnlyList<LogLine>> ReadAsync(TestDirectory directory, string job)
    {
        await using var state = StateDirectory.OpenReadOnly(directory.Path);
        return await state.Log.ReadAsync(job, new LogQuery());
    }
}
