using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ElasticGrains.Client;
using ElasticGrains.Embedded;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.Demo;
using ElasticGrains.Kernels.Inputs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticGrains.Runtime.Tests.Jobs;

/// <summary>Jobs whose answer an earlier one has.</summary>
public sealed class CacheTests(CacheTests.WithLedger fixture) : IClassFixture<CacheTests.WithLedger>
{
    private static readonly JobPolicy Cached = TestGrid.Eager with { Cache = CacheUse.Take };

    private readonly TestGrid _grid = fixture.Grid;

    [Fact]
    public async Task Job_OfWhatWasComputed_HasTheAnswerAndRunsNoKernel()
    {
        var input = new HashInput(500, Probe: "twice");
        var first = await _grid.SubmitAsync(input, Cached);
        Assert.Equal(HashTally.Of(500), await first.ResultAsync());
        var calls = _grid.Probes.Of("twice").Calls;

        var second = await _grid.SubmitAsync(input, Cached with { Shards = 7, Priority = 3 });

        Assert.True(second.IsNew);
        Assert.Equal(HashTally.Of(500), await second.ResultAsync());
        Assert.Equal(calls, _grid.Probes.Of("twice").Calls);
        var status = await second.StatusAsync();
        Assert.Equal((JobPhase.Succeeded, 500, 500, 500, 0, first.Id), (status.Phase, status.Items, status.Committed, status.Computed, status.Shards, status.CopiedFrom));
        Assert.Null((await first.StatusAsync()).CopiedFrom);
        var receipt = await second.ReceiptAsync();
        Assert.Equal((first.Id, 0, 0), (receipt.CopiedFrom, receipt.Covered, receipt.Attempts));
        Assert.Equal((await first.ReceiptAsync()).ResultHash, receipt.ResultHash);
        Assert.Equal(
            [typeof(LedgerEvent.Accepted), typeof(LedgerEvent.WriterTaken), typeof(LedgerEvent.Finished)],
            (await TestLedger.HistoryAsync(_grid.Directory, second.Id)).Events.Select(happened => happened.GetType()));
        await _grid.AssertSoundAsync(second.Id);
        Assert.Empty(await second.Partials().ToListAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => second.RetryAsync());
    }

    [Fact]
    public async Task Job_ReadAfterARestart_StillHasTheAnswer()
    {
        using var directory = new TestDirectory();
        var input = new HashInput(100, Probe: "restart");
        await using (var before = await TestGrid.StartAsync(directory: directory))
        {
            await (await before.SubmitAsync(input, Cached, id: "first")).ResultAsync();
        }

        await using (var grid = await TestGrid.StartAsync(directory: directory))
        {
            Assert.Equal(HashTally.Of(100), await (await grid.SubmitAsync(input, Cached, id: "second")).ResultAsync());
            Assert.Equal(0, grid.Probes.Of("restart").Calls);
        }

        await using var after = await TestGrid.StartAsync(directory: directory);
        var status = await after.Grid.Attach("second").StatusAsync();
        Assert.Equal((JobPhase.Succeeded, 100, 100, "first"), (status.Phase, status.Committed, status.Computed, status.CopiedFrom));
        Assert.Equal(HashTally.Of(100), await after.Grid.Attach<HashTally>("second").ResultAsync());
        Assert.False((await after.SubmitAsync(input, Cached, id: "second")).IsNew);
    }

    [Fact]
    public async Task Job_OfSomethingElse_IsComputed()
    {
        await (await _grid.SubmitAsync(new HashInput(300, Probe: "else"), Cached)).ResultAsync();
        await AssertComputedAsync(new HashInput(301, Probe: "else"), Cached);
        await AssertComputedAsync(new HashInput(300, Pause: 0, Probe: "else"), Cached with { OnQuarantine = FailurePolicy.FinishRest });
    }

    [Fact]
    public async Task Job_WithoutTheCache_NeitherLooksNorLends()
    {
        var input = new HashInput(200, Probe: "alone");
        var lookups = fixture.Ledger.Lookups;
        await AssertComputedAsync(input, TestGrid.Eager);
        await AssertComputedAsync(input, TestGrid.Eager);
        Assert.Equal(lookups, fixture.Ledger.Lookups);

        await AssertComputedAsync(input, Cached);
        Assert.Equal(lookups + 1, fixture.Ledger.Lookups);
        await AssertComputedAsync(input, TestGrid.Eager);
        Assert.Equal(lookups + 1, fixture.Ledger.Lookups);
    }

    [Fact]
    public async Task Job_OfAKernelWithAResultPerItem_NeitherLooksNorLends()
    {
        var lookups = fixture.Ledger.Lookups;
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var job = await _grid.Grid.SubmitAsync(new WordItemKernel(), new SquaresInput(40), new JobOptions { Policy = Cached });
            Assert.Equal(JobPhase.Succeeded, (await job.OutcomeAsync()).Phase);
            Assert.Null((await job.StatusAsync()).CopiedFrom);
        }

        Assert.Equal(lookups, fixture.Ledger.Lookups);
    }

    [Fact]
    public async Task Job_AfterOneThatFailedOrWasCancelled_IsComputed()
    {
        var isBroken = true;
        using var gate = new Gate();
        _grid.Probes.Of("broken").BeforeItem = _ =>
        {
            if (isBroken)
            {
                throw new TimeoutException("not yet");
            }
        };
        var tolerant = Cached with { MaxAttempts = 1, OnQuarantine = FailurePolicy.FinishRest, Shards = 10 };
        Assert.Equal(JobPhase.Failed, (await (await _grid.SubmitAsync(new HashInput(100, Probe: "broken"), tolerant)).OutcomeAsync()).Phase);
        isBroken = false;
        await AssertComputedAsync(new HashInput(100, Probe: "broken"), tolerant);

        _grid.Probes.Of("stopped").BeforeItem = _ => gate.Pass();
        var cancelled = await _grid.SubmitAsync(new HashInput(100, Probe: "stopped"), Cached);
        await gate.Reached;
        await cancelled.CancelAsync("enough");
        gate.Open();
        Assert.Equal(JobPhase.Cancelled, (await cancelled.OutcomeAsync()).Phase);
        await AssertComputedAsync(new HashInput(100, Probe: "stopped"), Cached);
    }

    [Fact]
    public async Task Jobs_OfTheSameAtOnce_AreBothRight()
    {
        var input = new HashInput(400, Probe: "both");
        var jobs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _grid.SubmitAsync(input, Cached)));
        Assert.All(await Task.WhenAll(jobs.Select(job => job.ResultAsync())), answer => Assert.Equal(HashTally.Of(400), answer));
        foreach (var job in jobs)
        {
            await _grid.AssertSoundAsync(job.Id);
        }
    }

    [Fact]
    public async Task Submissions_OfOneIdAtOnce_AreOneJobWithTheAnswer()
    {
        var input = new HashInput(450, Probe: "one");
        await (await _grid.SubmitAsync(input, Cached)).ResultAsync();
        var jobs = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _grid.SubmitAsync(input, Cached, id: "one")));
        Assert.Single(jobs, job => job.IsNew);
        Assert.All(await Task.WhenAll(jobs.Select(job => job.ResultAsync())), answer => Assert.Equal(HashTally.Of(450), answer));
        Assert.Equal(450, _grid.Probes.Of("one").Calls);
        Assert.Equal(3, (await TestLedger.HistoryAsync(_grid.Directory, "one")).Events.Count);
    }

    [Fact]
    public async Task Job_WhoseLookupFails_IsComputed()
    {
        var input = new HashInput(250, Probe: "trouble");
        await (await _grid.SubmitAsync(input, Cached)).ResultAsync();
        fixture.Ledger.FindTrouble = "the index is gone.";
        try
        {
            await AssertComputedAsync(input, Cached);
        }
        finally
        {
            fixture.Ledger.FindTrouble = null;
        }
    }

    [Fact]
    public async Task Lookups_OfNewJobs_AreCountedByWhetherTheyFoundOne()
    {
        var results = new ConcurrentQueue<string?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "elasticgrains.cache.lookups")
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => results.Enqueue(tags[0].Value as string));
        listener.Start();

        // Grids of other tests may count meanwhile, too.
        var input = new HashInput(350, Probe: "counted");
        await AssertComputedAsync(input, Cached);
        Assert.Contains("miss", results);
        results.Clear();
        Assert.NotNull((await (await FinishedAsync(input)).StatusAsync()).CopiedFrom);
        Assert.Contains("hit", results);
    }

    [Fact]
    public async Task Job_OnAFileThatChanged_IsComputed()
    {
        using var directory = new TestDirectory();
        var file = Path.Combine(directory.Path, "input.bin");
        await File.WriteAllBytesAsync(file, [1, 2, 3]);
        var written = File.GetLastWriteTimeUtc(file);
        Assert.Equal((6, false), await SumAsync(file));
        Assert.Equal((6, true), await SumAsync(file));

        // Of the same length and time: the fingerprint alone tells.
        await File.WriteAllBytesAsync(file, [1, 2, 4]);
        File.SetLastWriteTimeUtc(file, written);
        Assert.Equal((7, false), await SumAsync(file));
        await File.WriteAllBytesAsync(file, [1, 2, 3]);
        File.SetLastWriteTimeUtc(file, written.AddSeconds(1));
        Assert.Equal((6, false), await SumAsync(file));
        File.Copy(file, file + ".copy");
        Assert.Equal((6, false), await SumAsync(file + ".copy"));
    }

    private async Task<(long Sum, bool IsCopied)> SumAsync(string file)
    {
        var job = await _grid.Grid.SubmitAsync(new FileKernel(), ManifestBuilder.Build([file]), new JobOptions { Policy = Cached });
        return (await job.ResultAsync(), (await job.StatusAsync()).CopiedFrom is not null);
    }

    private async Task<JobHandle> FinishedAsync(HashInput input)
    {
        var job = await _grid.SubmitAsync(input, Cached);
        Assert.Equal(HashTally.Of(input.Items), await job.ResultAsync());
        return job;
    }

    private async Task AssertComputedAsync(HashInput input, JobPolicy policy)
    {
        var before = _grid.Probes.Of(input.Probe!).Calls;
        var job = await _grid.SubmitAsync(input, policy);
        Assert.Equal(HashTally.Of(input.Items), await job.ResultAsync());
        Assert.InRange(_grid.Probes.Of(input.Probe!).Calls - before, input.Items, long.MaxValue);
        Assert.Null((await job.StatusAsync()).CopiedFrom);
    }

    public sealed class WithLedger : GridFixture
    {
        private FailingLedger? _ledger;

        public FailingLedger Ledger => _ledger!;

        protected override void Configure(EmbeddedGridBuilder builder)
        {
            builder.AddKernel<WordItemKernel>().AddKernel<FileKernel>();
            builder.ConfigureServices = services =>
            {
                _ledger = new FailingLedger((IJobLedger)services.Single(service => service.ServiceType == typeof(IJobLedger)).ImplementationInstance!);
                services.AddSingleton<IJobLedger>(_ledger);
            };
        }
    }
}
