using System.Collections.Concurrent;
using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.MonteCarlo;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class AnswerTests(AnswerTests.WithOptions fixture) : IClassFixture<AnswerTests.WithOptions>
{
    private readonly TestGrid _grid = fixture.Grid;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100_000)]
    public async Task Job_OfSoManyItems_GivesTheAnswer(long items)
    {
        var job = await _grid.SubmitAsync(new HashInput(items));
        Assert.True(job.IsNew);
        Assert.Equal(HashTally.Of(items), await job.ResultAsync());
        var receipt = await job.ReceiptAsync();
        Assert.Equal((JobPhase.Succeeded, items, items), (receipt.Phase, receipt.Items, receipt.Covered));
        await _grid.AssertSoundAsync(job.Id);
    }

    [Fact]
    public async Task Jobs_ManyAtOnce_EachGiveTheirOwnAnswer()
    {
        var jobs = await Task.WhenAll(Enumerable.Range(1, 12).Select(n => _grid.SubmitAsync(new HashInput(n * 997))));
        var answers = await Task.WhenAll(jobs.Select(job => job.ResultAsync()));
        Assert.Equal(Enumerable.Range(1, 12).Select(n => HashTally.Of(n * 997)), answers);
    }

    [Fact]
    public async Task Job_AttachedByItsId_GivesTheTypedAnswer()
    {
        var submitted = await _grid.SubmitAsync(new HashInput(5000));
        var attached = _grid.Grid.Attach<HashTally>(submitted.Id);
        Assert.False(attached.IsNew);
        Assert.Equal(HashTally.Of(5000), await attached.ResultAsync());
    }

    [Fact]
    public async Task Job_ByKernelNameAndJson_GivesTheAnswerAsJson()
    {
        var spec = new JobSpec { Id = "by-name", Kernel = "hash", KernelVersion = 1, Input = "{\"items\": 10}"u8.ToArray() };
        var outcome = await (await _grid.Grid.SubmitAsync(spec)).OutcomeAsync();
        Assert.Equal(HashTally.Of(10), ElasticGrains.Kernels.KernelJson.Read<HashTally>(outcome.Result.Span, "hash"));
    }

    [Fact]
    public async Task Handle_OfNoJob_SaysSo()
    {
        var nobody = _grid.Grid.Attach("nobody");
        await Assert.ThrowsAsync<KeyNotFoundException>(() => nobody.StatusAsync());
        await Assert.ThrowsAsync<KeyNotFoundException>(() => nobody.OutcomeAsync());
        await Assert.ThrowsAsync<KeyNotFoundException>(() => nobody.ReceiptAsync());
        await Assert.ThrowsAsync<KeyNotFoundException>(() => _grid.Grid.ResumeAsync("nobody"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)]
    public async Task Answer_OfAnOrderSensitiveKernel_DoesNotDependOnShards(int shards)
    {
        var job = await _grid.SubmitAsync(new HashInput(20_000), TestGrid.Eager with { Shards = shards });
        Assert.Equal(HashTally.Of(20_000), await job.ResultAsync());
        await _grid.AssertSoundAsync(job.Id);
    }

    [Fact]
    public async Task Answer_OfExactSums_DoesNotDependOnShards()
    {
        var input = new OptionInput { Paths = 20_000 };
        var answers = new List<OptionResult>();
        foreach (var shards in new[] { 1, 5, 64 })
        {
            var job = await _grid.Grid.SubmitAsync(new OptionKernel(), input, new JobOptions { Policy = TestGrid.Eager with { Shards = shards } });
            answers.Add(await job.ResultAsync());
        }

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task Answer_AfterSplits_IsTheSame()
    {
        // One shard for three slots: two of them can only get work by a split.
        var job = await _grid.SubmitAsync(new HashInput(1500, Pause: 1), TestGrid.Eager with { Shards = 1 });
        Assert.Equal(HashTally.Of(1500), await job.ResultAsync());
        Assert.True((await job.ReceiptAsync()).Splits > 0);
        await _grid.AssertSoundAsync(job.Id);
    }

    [Fact]
    public async Task Answer_AfterRetries_IsTheSame()
    {
        var failed = new ConcurrentDictionary<long, bool>();
        _grid.Probes.Of("retries").BeforeItem = item =>
        {
            if (item % 500 == 499 && failed.TryAdd(item, true))
            {
                throw new TimeoutException("not yet");
            }
        };
        var job = await _grid.SubmitAsync(new HashInput(2000, Probe: "retries"), TestGrid.Eager with { Shards = 4 });
        Assert.Equal(HashTally.Of(2000), await job.ResultAsync());
        Assert.Equal(4, failed.Count);
        Assert.True((await job.ReceiptAsync()).Attempts >= 8);
        await _grid.AssertSoundAsync(job.Id);
    }

    [Fact]
    public async Task Answer_OfLargePartials_GoesThroughBlocks()
    {
        var input = new BulkInput(300, BytesPerItem: 20_000);
        var job = await _grid.SubmitAsync(input, TestGrid.Eager with { Shards = 3 });
        Assert.Equal(BulkKernel.Expected(input), await job.ResultAsync());
        var partials = await job.Partials().ToListAsync();
        Assert.Contains(partials, partial => partial.Bytes > 256 * 1024);
        await _grid.AssertSoundAsync(job.Id);
    }

    public sealed class WithOptions : GridFixture
    {
        protected override void Configure(Embedded.EmbeddedGridBuilder builder) => builder.AddKernel<OptionKernel>();
    }
}
