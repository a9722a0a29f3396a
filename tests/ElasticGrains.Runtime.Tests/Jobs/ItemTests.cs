using ElasticGrains.Client;
using ElasticGrains.Embedded;
using ElasticGrains.Kernels;
using ElasticGrains.Kernels.Demo;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class ItemTests(ItemTests.WithItems fixture) : IClassFixture<ItemTests.WithItems>
{
    private readonly TestGrid _grid = fixture.Grid;

    [Fact]
    public async Task Items_OfAMillion_AreReadableByNumber()
    {
        const long Items = 1_000_000;
        var job = await _grid.Grid.SubmitAsync(new SquaresKernel(), new SquaresInput(Items), new JobOptions { Policy = TestGrid.Eager with { Shards = 5 } });
        Assert.Equal(new ItemSummary(Items), await job.ResultAsync());
        foreach (var item in await BordersAsync(job, Items))
        {
            Assert.Equal(unchecked(item * item), KernelJson.Read<long>(await job.ItemAsync(item), "squares"));
        }

        Assert.Null(await job.ItemAsync(Items));
        await _grid.AssertSoundAsync(job.Id);
    }

    [Fact]
    public async Task Items_WithTexts_AreReadableByNumber()
    {
        const long Items = 20_000;
        var job = await _grid.Grid.SubmitAsync(new WordItemKernel(), new SquaresInput(Items), new JobOptions { Policy = TestGrid.Eager with { Shards = 4 } });
        Assert.Equal(new ItemSummary(Items), await job.ResultAsync());
        foreach (var item in await BordersAsync(job, Items))
        {
            Assert.Equal(new WordItem(item, $"item \"{item}\" ✓"), KernelJson.Read<WordItem>(await job.ItemAsync(item), "word-item"));
        }
    }

    [Fact]
    public async Task Items_OfAnAnswerKernel_SaySo()
    {
        var job = await _grid.SubmitAsync(new HashInput(10));
        await job.OutcomeAsync();
        var error = await Assert.ThrowsAsync<NotSupportedException>(() => job.ItemAsync(3));
        Assert.Contains("'hash' has one answer, not a result per item", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The first and the last item of each partial, and one between them.</summary>
    private static async Task<IReadOnlyList<long>> BordersAsync(JobHandle job, long items)
    {
        var ranges = (await job.Partials().ToListAsync()).ConvertAll(partial => partial.Range);
        Assert.Equal(items, ranges.Sum(range => range.Length));
        return [.. ranges.Take(40).SelectMany(range => new[] { range.Start, range.Start + (range.Length / 2), range.End - 1 }), 0, items - 1];
    }

    public sealed class WithItems : GridFixture
    {
        protected override void Configure(EmbeddedGridBuilder builder) => builder.AddKernel<SquaresKernel>().AddKernel<WordItemKernel>();
    }
}
