using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;
using ElasticGrains.Testing.Clusters;

namespace ElasticGrains.Runtime.Tests.Clusters;

public class InProcessClusterTests
{
    private static readonly JobPolicy Policy = new() { Shards = 12, CommitInterval = TimeSpan.Zero };

    [Fact]
    public async Task Job_OnSeveralSilos_RunsOnAllOfThem()
    {
        await using var cluster = await GridCluster.StartAsync(silos: 3, new HashKernel());
        var job = await cluster.SubmitAsync(new HashKernel(), new HashInput(600, Pause: 2), new JobOptions { Policy = Policy });
        Assert.Equal(HashTally.Of(600), await job.ResultAsync());
        Assert.Equal(3, (await EventsAsync(cluster, job.Id)).OfType<LedgerEvent.Granted>().Select(granted => granted.Silo).Distinct().Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Job_WhoseSiloIsKilled_GoesOnElsewhere(bool isWriter)
    {
        await using var cluster = await GridCluster.StartAsync(silos: 3, new HashKernel());
        var job = await cluster.SubmitAsync(new HashKernel(), new HashInput(2400, Pause: 2), new JobOptions { Policy = Policy });
        await Until.TrueAsync(async () => (await job.StatusAsync()).Running == 3, "the job runs on three silos");
        var events = await EventsAsync(cluster, job.Id);
        var writer = events.OfType<LedgerEvent.WriterTaken>().Last().Writer.Split('/')[2];
        var killed = isWriter ? writer : events.OfType<LedgerEvent.Granted>().First(granted => granted.Silo != writer).Silo;
        await cluster.KillSiloAsync(cluster.Silos.ToList().IndexOf(killed));
        Assert.Equal(HashTally.Of(2400), await job.ResultAsync());
        TestLedger.AssertReplays((await cluster.Ledger.ReadHistoryAsync(job.Id))!);
    }

    private static async Task<IReadOnlyList<LedgerEvent>> EventsAsync(GridCluster cluster, string job) =>
        (await cluster.Ledger.ReadHistoryAsync(job))!.Events;
}
