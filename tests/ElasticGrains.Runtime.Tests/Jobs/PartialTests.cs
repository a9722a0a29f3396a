using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Kernels.MonteCarlo;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams.Filtering;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class PartialTests(GridFixture fixture) : IClassFixture<GridFixture>
{
    private readonly TestGrid _grid = fixture.Grid;

    [Fact]
    public async Task Partials_WhileTheJobRuns_ComeOnceAndInOrder()
    {
        // The last item waits until the first partial was seen.
        using var gate = new Gate();
        _grid.Probes.Of("partials").BeforeItem = item =>
        {
            if (item == 899)
            {
                gate.Pass();
            }
        };
        var job = await _grid.SubmitAsync(new HashInput(900, Pause: 2, Probe: "partials"));
        var seen = new List<PartialView>();
        var phaseAtFirst = default(JobPhase?);
        await foreach (var partial in job.Partials())
        {
            phaseAtFirst ??= (await job.StatusAsync()).Phase;
            gate.Open();
            seen.Add(partial);
        }

        Assert.Equal(JobPhase.Running, phaseAtFirst);
        AssertWhole(seen, 900);
        Assert.True(seen.Count > 3);
    }

    [Fact]
    public async Task Partials_FromANumber_BeginThere()
    {
        var job = await _grid.SubmitAsync(new HashInput(50), TestGrid.Eager with { Shards = 10 });
        await job.OutcomeAsync();
        var all = await job.Partials().ToListAsync();
        AssertWhole(all, 50);
        Assert.Equal(all.Skip(3), await job.Partials(from: 4).ToListAsync());
        Assert.Empty(await job.Partials(from: all.Count + 1).ToListAsync());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await job.Partials(from: 0).ToListAsync());
    }

    [Fact]
    public async Task Partials_OfAKernelWithAPreview_ShowIt()
    {
        await using var grid = await TestGrid.StartAsync(configure: builder => builder.AddKernel<PiKernel>());
        var job = await grid.Grid.SubmitAsync(new PiKernel(), new PiInput { Samples = 1000, Seed = 7 }, new JobOptions { Policy = TestGrid.Eager with { Shards = 4 } });

        var partials = await job.Partials().ToListAsync();

        var previews = partials.Select(partial => KernelJson.Read<PiResult>(partial.Preview.Span, "pi")).ToList();
        Assert.Equal(partials.Select(partial => partial.Range.Length), previews.Select(preview => preview.Samples));
        Assert.Equal((await job.ResultAsync()).Hits, previews.Sum(preview => preview.Hits));
    }

    [Fact]
    public async Task Partials_MoreThanAPage_ComeWhole()
    {
        var job = await _grid.SubmitAsync(new HashInput(1300), TestGrid.Eager with { Shards = 1300 });
        AssertWhole(await job.Partials().ToListAsync(), 1300);
    }

    [Fact]
    public async Task Partials_OfNoJob_SaySo() =>
        await Assert.ThrowsAsync<KeyNotFoundException>(async () => await _grid.Grid.Attach("nobody").Partials().ToListAsync());

    [Fact]
    public async Task Partials_WhenTheStreamLosesEverything_StillComeOnceAndInOrder()
    {
        var deaf = new DeafStreams();
        await using var grid = await TestGrid.StartAsync(configure: builder => builder.ConfigureServices =
            services => services.AddKeyedSingleton<IStreamFilter>(PartialHint.StreamProvider, deaf));

        // Long enough for dozens of hints: there is at most one at each tick.
        var job = await grid.SubmitAsync(new HashInput(4000, Pause: 2));
        var seen = await job.Partials().ToListAsync();
        AssertWhole(seen, 4000);
        Assert.Equal(HashTally.Of(4000), await job.ResultAsync());
        Assert.True(deaf.Lost > 3);
    }

    private static void AssertWhole(IReadOnlyList<PartialView> partials, long items)
    {
        Assert.Equal(Enumerable.Range(1, partials.Count).Select(number => (long)number), partials.Select(partial => partial.Number));
        var end = 0L;
        foreach (var range in partials.Select(partial => partial.Range).OrderBy(range => range.Start))
        {
            Assert.Equal(end, range.Start);
            end = range.End;
        }

        Assert.Equal(items, end);
    }
}
