using ElasticGrains.Blocks;
using ElasticGrains.Client;
using ElasticGrains.Embedded;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticGrains.Runtime.Tests.Jobs;

/// <summary>Jobs whose answer an earlier one has in a block.</summary>
public sealed class CachedBlockTests
{
    private static readonly HashInput Input = new(PartialPayload.MaxInline + 1000, Probe: "wide");
    private static readonly string Answer = new('w', (int)Input.Items);

    [Fact]
    public async Task Answer_InABlock_IsCopiedIntoABlockOfTheJob()
    {
        await using var grid = await StartAsync();
        await RunAsync(grid, "first");
        var calls = grid.Probes.Of("wide").Calls;

        var second = await RunAsync(grid, "second");

        Assert.Equal(calls, grid.Probes.Of("wide").Calls);
        Assert.Equal(("first", Input.Items), ((await second.StatusAsync()).CopiedFrom, (await second.StatusAsync()).Committed));
        var events = (await TestLedger.HistoryAsync(grid.Directory, "second")).Events;
        Assert.Equal(
            [typeof(LedgerEvent.Accepted), typeof(LedgerEvent.WriterTaken), typeof(LedgerEvent.Finished)], events.Select(happened => happened.GetType()));
        var first = (await TestLedger.HistoryAsync(grid.Directory, "first")).Events[^1].FindBlock()!;
        var own = events[^1].FindBlock()!;
        Assert.NotEqual(first.Id, own.Id);
        Assert.Equal((first.Length, first.Checksum), (own.Length, own.Checksum));
        await grid.AssertSoundAsync("second");
    }

    [Fact]
    public async Task Answer_WhoseSourceIsForgotten_StaysWholeAndIsLentOn()
    {
        IJobLedger? ledger = null;
        await using var grid = await StartAsync(builder => builder.ConfigureServices = services =>
            ledger = (IJobLedger)services.Single(service => service.ServiceType == typeof(IJobLedger)).ImplementationInstance!);
        await RunAsync(grid, "first");
        await RunAsync(grid, "second");
        var calls = grid.Probes.Of("wide").Calls;

        Assert.Equal(1, await ledger!.PurgeAsync(["first"]));

        Assert.Equal(Answer, await grid.Grid.Attach<string>("second").ResultAsync());
        await grid.AssertSoundAsync("second");
        var third = await RunAsync(grid, "third");
        Assert.Equal("second", (await third.StatusAsync()).CopiedFrom);
        Assert.Equal(calls, grid.Probes.Of("wide").Calls);
    }

    [Fact]
    public async Task Answer_WhoseBlockIsGone_IsComputed()
    {
        FailingBlocks? blocks = null;
        await using var grid = await StartAsync(builder => builder.ConfigureServices = services =>
        {
            blocks = new FailingBlocks((IBlockStore)services.Single(service => service.ServiceType == typeof(IBlockStore)).ImplementationInstance!);
            services.AddSingleton<IBlockStore>(blocks);
        });
        await RunAsync(grid, "first");
        var calls = grid.Probes.Of("wide").Calls;
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        blocks!.Getting = () =>
        {
            blocks.Getting = null;
            failed.SetResult();
            return new BlockCorruptException("block 1 is gone");
        };

        var second = await RunAsync(grid, "second");

        await failed.Task;
        Assert.InRange(grid.Probes.Of("wide").Calls, calls + 1, long.MaxValue);
        Assert.Null((await second.StatusAsync()).CopiedFrom);
        Assert.Contains((await TestLedger.HistoryAsync(grid.Directory, "second")).Events, happened => happened is LedgerEvent.Planned);
        await grid.AssertSoundAsync("second");
    }

    [Fact]
    public async Task Answer_OfAnotherVersionOfTheKernel_IsNotTaken()
    {
        using var directory = new TestDirectory();
        await using (var before = await StartAsync(directory: directory))
        {
            await RunAsync(before, "first");
        }

        var probes = new ProbedKernels();
        var kernel = new WideKernel(probes, version: 2);
        await using var grid = await TestGrid.StartAsync(directory: directory, probes: probes, configure: builder => builder.AddKernel(kernel));
        var job = await grid.Grid.SubmitAsync(kernel, Input, new JobOptions { Policy = TestGrid.Eager with { Cache = CacheUse.Take } });
        Assert.Equal(Answer, await job.ResultAsync());
        Assert.InRange(probes.Of("wide").Calls, 1, long.MaxValue);
        Assert.Null((await job.StatusAsync()).CopiedFrom);
    }

    [Fact]
    public async Task Answer_ThatIsBeingCopied_CanBeAskedAboutAndCancelledInVain()
    {
        GatedBlocks? blocks = null;
        using var directory = new TestDirectory();
        await using (var before = await StartAsync(directory: directory))
        {
            await RunAsync(before, "first");
        }

        await using var grid = await StartAsync(builder => builder.ConfigureServices = services => blocks = GatedBlocks.Around(services), directory);
        var second = await SubmitAsync(grid, "second");
        await blocks!.Reached;
        var status = await second.StatusAsync();
        Assert.Equal((JobPhase.Accepted, 0L, null), (status.Phase, status.Committed, status.CopiedFrom));
        await second.CancelAsync("enough");
        blocks.Open();

        Assert.Equal(Answer, await second.ResultAsync());
        Assert.Equal(0, grid.Probes.Of("wide").Calls);
    }

    [Fact]
    public async Task Grid_ThatDiesWhileAnAnswerIsCopied_ComputesTheJob()
    {
        GatedBlocks? blocks = null;
        using var directory = new TestDirectory();
        TestDirectory left;
        await using (var before = await StartAsync(directory: directory))
        {
            await RunAsync(before, "first");
        }

        await using (var grid = await StartAsync(builder => builder.ConfigureServices = services => blocks = GatedBlocks.Around(services), directory))
        {
            await SubmitAsync(grid, "second");
            await blocks!.Reached;
            left = directory.CopyAsAfterDeath();
            blocks.Open();
        }

        using (left)
        {
            await using var next = await StartAsync(directory: left);
            Assert.Equal(Answer, await next.Grid.Attach<string>("second").ResultAsync());
            Assert.InRange(next.Probes.Of("wide").Calls, 1, long.MaxValue);
            Assert.Null((await next.Grid.Attach("second").StatusAsync()).CopiedFrom);
            await next.AssertSoundAsync("second");
        }
    }

    private static async Task<TestGrid> StartAsync(Action<EmbeddedGridBuilder>? configure = null, TestDirectory? directory = null)
    {
        var probes = new ProbedKernels();
        return await TestGrid.StartAsync(directory: directory, probes: probes, configure: builder =>
        {
            builder.AddKernel(new WideKernel(probes));
            configure?.Invoke(builder);
        });
    }

    private static Task<JobHandle<string>> SubmitAsync(TestGrid grid, string id) =>
        grid.Grid.SubmitAsync(new WideKernel(), Input, new JobOptions { Id = id, Policy = TestGrid.Eager with { Cache = CacheUse.Take } });

    private static async Task<JobHandle<string>> RunAsync(TestGrid grid, string id)
    {
        var job = await SubmitAsync(grid, id);
        Assert.Equal(Answer, await job.ResultAsync());
        return job;
    }
}
