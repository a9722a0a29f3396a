using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Tests.Shared;
using ElasticGrains.Tests.Silo;

namespace ElasticGrains.Cluster.Tests;

/// <summary>kill -9 of silos at random moments: the answer, the numbers and the ledger are as if nothing had happened.</summary>
public sealed class KillTests
{
    private const long Items = 1500;

    // Ten milliseconds each on six slots, with a commit every few hundred.
    private static readonly PacedInput Input = new(Items, Milliseconds: 10);

    private static readonly JobOptions Often = new() { Policy = JobPolicy.Default with { CommitInterval = TimeSpan.FromMilliseconds(200) } };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, LongRuns.Count(usually: 3, longRun: 50))];

    // Nobody is left to agree with the last one: their signs of life have to be too old.
    [Fact]
    public async Task Kill_OfAllSilosButOneAtOnce_ChangesNothing()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 4);
        await using var client = await cluster.ConnectAsync();
        var job = await client.Grid.SubmitAsync(new PacedHashKernel(), Input, Often with { Id = "last-one" });
        var tail = Tail.Read(job);
        await cluster.CommitsAsync(job.Id, 3);
        var writer = await cluster.WriterOfAsync(job.Id);
        var last = cluster.Silos.First(silo => silo != writer);
        foreach (var victim in cluster.Silos.Where(silo => silo != last).ToList())
        {
            victim.Kill();
        }

        Assert.Equal(HashTally.Of(Items), await job.ResultAsync());
        await Tail.IsWholeAsync(tail, job);
        await cluster.VerifyAsync();
        cluster.ReplayIsTrue();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Kill_OfASiloAtARandomMoment_ChangesNothing(int seed)
    {
        var random = new Random(seed);
        await using var cluster = await TestCluster.StartAsync();
        await using var client = await cluster.ConnectAsync();
        var job = await client.Grid.SubmitAsync(new PacedHashKernel(), Input, Often with { Id = $"kill{seed}" });
        var tail = Tail.Read(job);
        await cluster.CommitsAsync(job.Id, random.Next(1, 12));
        await Task.Delay(random.Next(300));
        var victim = seed % 2 == 0 ? await cluster.WriterOfAsync(job.Id) : cluster.Silos[random.Next(cluster.Silos.Count)];
        victim.Kill();

        Assert.Equal(HashTally.Of(Items), await job.ResultAsync());
        await Tail.IsWholeAsync(tail, job);
        await cluster.VerifyAsync();
        cluster.ReplayIsTrue();
    }
}
