using ElasticGrains.Blocks;
using ElasticGrains.Embedded;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Shards;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticGrains.Runtime.Tests.Jobs;

public sealed class StorageTroubleTests(StorageTroubleTests.WithTrouble fixture) : IClassFixture<StorageTroubleTests.WithTrouble>, IDisposable
{
    private const string Full = "the disk is full; free space";

    // Partials of 1 MiB are cut off; items of 32 KiB are computed one or a few per call.
    private const int CutAt = 1 << 20;
    private const int ItemBytes = 32 << 10;

    private readonly TestGrid _grid = fixture.Grid;

    /// <summary>The trouble of one test is over before the next.</summary>
    public void Dispose()
    {
        (fixture.Ledger.Trouble, fixture.Ledger.LosesAnswers) = (null, false);
        (fixture.Blocks.Putting, fixture.Blocks.Getting) = (null, null);
    }

    [Fact]
    public async Task Job_WhileTheLedgerTakesNothing_ParksInBoundedMemoryAndGoesOn()
    {
        var input = new BulkInput(1000, ItemBytes, Pause: 1, Probe: "ledger");
        var job = await _grid.SubmitAsync(input, TestGrid.Eager with { MaxSlots = 2 });
        await Until.TrueAsync(async () => (await job.StatusAsync()).Committed > 0, "something is committed");
        fixture.Ledger.Trouble = Full;
        await AssertStandsStillAsync(job, "ledger", TimeSpan.FromSeconds(1));
        fixture.Ledger.Trouble = null;
        Assert.Equal(BulkKernel.Expected(input), await job.ResultAsync());
        Assert.Null((await job.StatusAsync()).Parked);
        await _grid.AssertSoundAsync(job.Id);
    }

    [Fact]
    public async Task Job_WhileBlocksCannotBePut_ParksInBoundedMemoryAndGoesOn()
    {
        // For longer than a kernel may take: it is the disk that is slow, no slot is retired for that.
        var policy = TestGrid.Eager with { MaxSlots = 2, Shards = 20, SafePointTimeout = TimeSpan.FromSeconds(3) };
        var input = new BulkInput(1000, ItemBytes, Pause: 1, Probe: "blocks");
        var job = await _grid.SubmitAsync(input, policy);
        await Until.TrueAsync(async () => (await job.StatusAsync()).Committed > 0, "something is committed");
        fixture.Blocks.Putting = () => new LedgerUnavailableException(Full);
        await AssertStandsStillAsync(job, "blocks", policy.SafePointTimeout + TimeSpan.FromSeconds(1));
        fixture.Blocks.Putting = null;
        Assert.Equal(BulkKernel.Expected(input), await job.ResultAsync());
        Assert.Null((await job.StatusAsync()).Parked);
        await _grid.AssertSoundAsync(job.Id);
    }

    [Fact]
    public async Task Job_CancelledWhileBlocksCannotBePut_EndsAndLeavesTheSlotsToOthers()
    {
        fixture.Blocks.Putting = () => new LedgerUnavailableException(Full);
        var job = await _grid.SubmitAsync(new BulkInput(1000, ItemBytes, Pause: 1));
        await Until.TrueAsync(async () => (await job.StatusAsync()).Parked is not null, "the job is parked");
        await job.CancelAsync();
        Assert.Equal(JobPhase.Cancelled, (await job.OutcomeAsync()).Phase);
        Assert.Equal(HashTally.Of(1000), await (await _grid.SubmitAsync(new HashInput(1000))).ResultAsync());
        fixture.Blocks.Putting = null;
    }

    [Fact]
    public async Task Job_WhileBlocksCannotBeReadBack_WaitsForThemAtItsEnd()
    {
        fixture.Blocks.Getting = () => new LedgerUnavailableException(Full);
        var input = new BulkInput(100, ItemBytes);
        var job = await _grid.SubmitAsync(input);
        await Until.TrueAsync(async () => (await job.StatusAsync()) is { Phase: JobPhase.Finishing, Parked: Full }, "the job waits for its blocks");
        fixture.Blocks.Getting = null;
        Assert.Equal(BulkKernel.Expected(input), await job.ResultAsync());
    }

    [Fact]
    public async Task Job_WhoseBlocksAreDamaged_FailsAndBlamesTheGrid()
    {
        fixture.Blocks.Getting = () => new BlockCorruptException("block 7 is damaged");
        var outcome = await (await _grid.SubmitAsync(new BulkInput(100, ItemBytes))).OutcomeAsync();
        fixture.Blocks.Getting = null;
        Assert.Equal((FailureFault.Grid, "corrupt", "block 7 is damaged"), (outcome.Failure!.Fault, outcome.Failure.Kind, outcome.Failure.Message));
    }

    [Fact]
    public async Task Job_WhoseBlocksCanNeverBePut_FailsWithTheReason()
    {
        fixture.Blocks.Putting = () => new InvalidDataException("no such volume");
        var outcome = await (await _grid.SubmitAsync(new BulkInput(100, ItemBytes), TestGrid.Eager with { MaxAttempts = 2 })).OutcomeAsync();
        fixture.Blocks.Putting = null;
        Assert.Equal((FailureFault.Grid, "storage"), (outcome.Failure!.Fault, outcome.Failure.Kind));
        Assert.Contains("no such volume", outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_WhenTheLedgerLosesItsAnswers_CommitsNothingTwice()
    {
        fixture.Ledger.LosesAnswers = true;
        fixture.Ledger.Trouble = "the answer was lost";
        var job = await _grid.SubmitAsync(new HashInput(400, Pause: 1));
        var partials = job.Partials().ToListAsync();
        await Until.TrueAsync(async () => (await job.StatusAsync()).Parked is not null, "the job is parked");
        fixture.Ledger.Trouble = null;
        fixture.Ledger.LosesAnswers = false;
        Assert.Equal(HashTally.Of(400), await job.ResultAsync());
        Assert.Equal(400, (await partials).Sum(partial => partial.Range.Length));
        await _grid.AssertSoundAsync(job.Id);
    }

    /// <summary>The job says why it is parked, and its kernel stops although there is much left to compute.</summary>
    private async Task AssertStandsStillAsync(Client.JobHandle job, string probe, TimeSpan still)
    {
        await Until.TrueAsync(async () => (await job.StatusAsync()).Parked == Full, "the job is parked");
        var atLast = (await job.StatusAsync()).Committed;
        await Until.StandsStillAsync(() => _grid.Probes.Of(probe).Calls, still, "the kernel stands still");

        // Two slots, of each two partials cut off and a third that waits to be; a partial may be a chunk over its limit.
        var ahead = _grid.Probes.Of(probe).Calls - atLast;
        Assert.InRange(ahead, 1, 2 * 3 * 3 * CutAt / ItemBytes);
        var status = await job.StatusAsync();
        Assert.Equal((JobPhase.Running, Full), (status.Phase, status.Parked));
        Assert.True(status.Committed < status.Items);

        // Watchers are told of nothing that they could not read.
        var events = (await TestLedger.HistoryAsync(_grid.Directory, job.Id)).Events;
        Assert.Equal(events.OfType<LedgerEvent.Committed>().LongCount(), status.LastNumber);
    }

    public sealed class WithTrouble : GridFixture
    {
        private FailingLedger? _ledger;
        private FailingBlocks? _blocks;

        public FailingLedger Ledger => _ledger!;

        public FailingBlocks Blocks => _blocks!;

        protected override void Configure(EmbeddedGridBuilder builder) => builder.ConfigureServices = services =>
        {
            _ledger = new FailingLedger((IJobLedger)services.Single(service => service.ServiceType == typeof(IJobLedger)).ImplementationInstance!);
            _blocks = new FailingBlocks((IBlockStore)services.Single(service => service.ServiceType == typeof(IBlockStore)).ImplementationInstance!);
            services.AddSingleton<IJobLedger>(_ledger);
            services.AddSingleton<IBlockStore>(_blocks);
            services.AddSingleton(PartialLimits.Default with { CutAt = CutAt });
        };
    }
}
