using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;

namespace ElasticGrains.Runtime.Tests.Jobs;

/// <summary>Many small shards, which are granted as runs.</summary>
public class RunTests(GridFixture fixture) : IClassFixture<GridFixture>
{
    private readonly TestGrid _grid = fixture.Grid;

    [Theory]
    [InlineData(5000, 5000)]
    [InlineData(5003, 1000)]
    public async Task Job_OfManyShards_CommitsThemOneByOneInFewGrants(int items, int shards)
    {
        var job = await _grid.SubmitAsync(new HashInput(items), TestGrid.Eager with { Shards = shards });

        Assert.Equal(HashTally.Of(items), await job.ResultAsync());
        var history = await TestLedger.HistoryAsync(_grid.Directory, job.Id);
        var commits = history.Events.OfType<LedgerEvent.Committed>().ToList();
        Assert.Equal(Enumerable.Range(0, shards), commits.Select(commit => commit.Shard).Order());
        Assert.All(commits, commit => Assert.Equal((long)items * commit.Shard / shards, commit.Range.Start));
        Assert.InRange(history.Events.OfType<LedgerEvent.Granted>().Count(), 2, shards / 5);
        var status = await job.StatusAsync();
        Assert.Equal((shards, shards, shards), (status.Shards, status.Done, status.LastNumber));
        await _grid.AssertSoundAsync(job.Id);
    }

    [Fact]
    public async Task Shard_ThatFailsInARun_IsGivenUpAlone()
    {
        _grid.Probes.Of("shard 57").BeforeItem = item =>
        {
            if (item == 57)
            {
                throw new TimeoutException("item 57 again");
            }
        };
        var policy = TestGrid.Eager with { Shards = 500, MaxAttempts = 2, OnQuarantine = FailurePolicy.FinishRest };
        var job = await _grid.SubmitAsync(new HashInput(500, Probe: "shard 57"), policy);

        var outcome = await job.OutcomeAsync();

        Assert.Equal((JobPhase.Failed, new ItemRange(57, 58)), (outcome.Phase, Assert.Single(outcome.Quarantined)));
        Assert.Equal(499, (await job.StatusAsync()).Committed);
        await _grid.AssertSoundAsync(job.Id);
    }

    [Fact]
    public async Task Shard_LongerThanAnInterval_IsCommittedInParts()
    {
        var job = await _grid.SubmitAsync(new HashInput(400, Pause: 5), TestGrid.Eager with { Shards = 40, MaxSlots = 1 });

        Assert.Equal(HashTally.Of(400), await job.ResultAsync());
        Assert.True((await job.StatusAsync()).LastNumber >= 40);
        await _grid.AssertSoundAsync(job.Id);
    }
}
