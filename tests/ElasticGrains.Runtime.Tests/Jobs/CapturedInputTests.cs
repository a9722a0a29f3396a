using ElasticGrains.Client;
using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.Inputs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Runtime.Tests.Jobs;

public sealed class CapturedInputTests : IDisposable
{
    private const int Length = 300_000;

    private readonly TestDirectory _directory = new();
    private GatedBlocks? _blocks;

    [Fact]
    public async Task Capture_OfARangeThatIsGivenUp_HoldsTheBytesOfItsFile()
    {
        await using var grid = await StartAsync();
        _blocks!.Open();
        var job = await SubmitAsync(grid);
        var range = Assert.Single((await job.OutcomeAsync()).Quarantined);

        var input = (await GivenUpAsync(job)).Input!;
        await using var state = StateDirectory.OpenReadOnly(_directory.Path);
        var (part, bytes) = Assert.Single(CapturedBytes.Read(await state.Blocks.GetAsync(job.Id, input.Block!)));

        Assert.Equal((range, null), (input.Range, input.Reason));
        Assert.Equal(new InputPart(0, 0, Length), part);
        Assert.True(bytes.Span.SequenceEqual(Content()));
        await grid.AssertSoundAsync(job.Id);
    }

    [Fact]
    public async Task Capture_ThatCannotBeStored_IsRecordedAndHoldsNothingUp()
    {
        await using var grid = await StartAsync();
        _blocks!.Fail(new LedgerUnavailableException("the disk is full; free space"));
        var job = await SubmitAsync(grid);

        Assert.Equal(JobPhase.Failed, (await job.OutcomeAsync()).Phase);

        var input = (await GivenUpAsync(job)).Input!;
        Assert.Equal((null, "the disk is full; free space"), (input.Block, input.Reason));
    }

    [Fact]
    public async Task Capture_ThatComesWhenTheJobHasEnded_LeavesNothingBehind()
    {
        await using var grid = await StartAsync();
        var job = await SubmitAsync(grid);
        await _blocks!.Reached;
        await job.CancelAsync();
        Assert.Equal(JobPhase.Cancelled, (await job.OutcomeAsync()).Phase);

        _blocks.Open();

        await Until.TrueAsync(() => Task.FromResult(_blocks.Swept > 0), "the block that came too late is forgotten");
        await using var state = StateDirectory.OpenReadOnly(_directory.Path);
        Assert.Empty((await state.Reader.DumpAsync(job.Id))!.Blocks);
    }

    public void Dispose() => _directory.Dispose();

    private async Task<TestGrid> StartAsync()
    {
        var probes = new ProbedKernels();
        probes.Of("file").BeforeItem = _ => throw new FormatException("no such number");
        return await TestGrid.StartAsync(directory: _directory, configure: builder =>
        {
            builder.AddKernel(new FileKernel(probes));
            builder.ConfigureServices = services => _blocks = GatedBlocks.Around(services);
        });
    }

    private async Task<JobHandle> SubmitAsync(TestGrid grid)
    {
        var file = Path.Combine(_directory.Path, "input.bin");
        await File.WriteAllBytesAsync(file, Content());
        var policy = TestGrid.Eager with { Shards = 1, MaxSlots = 1, MaxAttempts = 2 };
        return await grid.Grid.SubmitAsync(new FileKernel(), ManifestBuilder.Build([file]), new JobOptions { Policy = policy });
    }

    private async Task<LedgerEvent.Quarantined> GivenUpAsync(JobHandle job) =>
        Assert.Single((await TestLedger.HistoryAsync(_directory.Path, job.Id)).Events.OfType<LedgerEvent.Quarantined>());

    private static byte[] Content() => [.. Enumerable.Range(0, Length).Select(i => (byte)(i * 31))];
}
