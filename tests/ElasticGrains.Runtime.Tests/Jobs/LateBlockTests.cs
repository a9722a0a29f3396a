using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Runtime.Tests.Jobs;

/// <summary>What is stored when its job has been cancelled already is of no use to anybody.</summary>
public sealed class LateBlockTests : IDisposable
{
    private const int Large = 300_000;

    private readonly TestDirectory _directory = new();
    private GatedBlocks? _blocks;

    [Fact]
    public async Task Answer_StoredAfterTheCancel_LeavesNothingBehind()
    {
        await using var grid = await StartAsync();

        await CancelWhileStoringAsync(await grid.Grid.SubmitAsync(new LongAnswerKernel(), Large, new JobOptions { Policy = TestGrid.Eager }));
    }

    [Fact]
    public async Task Partial_StoredAfterTheCancel_LeavesNothingBehind()
    {
        await using var grid = await StartAsync();

        await CancelWhileStoringAsync(await grid.SubmitAsync(new BulkInput(1000, Large, Pause: 1), TestGrid.Eager with { Shards = 1, MaxSlots = 1 }));
    }

    [Fact]
    public async Task Job_ThatHadEndedBefore_IsLookedAtWithoutASweep()
    {
        var id = "";
        await using (var grid = await StartAsync())
        {
            var job = await grid.Grid.SubmitAsync(new LongAnswerKernel(), Large, new JobOptions { Policy = TestGrid.Eager });
            await CancelWhileStoringAsync(job);
            Assert.Equal(2, _blocks!.Sweeps);
            id = job.Id;
        }

        await using var again = await StartAsync();

        Assert.Equal(JobPhase.Cancelled, (await again.Grid.Attach(id).StatusAsync()).Phase);
        Assert.Equal(0, _blocks.Sweeps);
    }

    private async Task CancelWhileStoringAsync(JobHandle job)
    {
        await _blocks!.Reached;
        await job.CancelAsync();
        Assert.Equal(JobPhase.Cancelled, (await job.OutcomeAsync()).Phase);

        _blocks.Open();

        await Until.TrueAsync(() => Task.FromResult(_blocks.Swept > 0), "the block that came too late is forgotten");
        await using var state = StateDirectory.OpenReadOnly(_directory.Path);
        Assert.Empty((await state.Reader.DumpAsync(job.Id))!.Blocks);
    }

    public void Dispose() => _directory.Dispose();

    private Task<TestGrid> StartAsync() => TestGrid.StartAsync(directory: _directory, configure: builder =>
    {
        builder.AddKernel(new LongAnswerKernel());
        builder.ConfigureServices = services => _blocks = GatedBlocks.Around(services);
    });
}
