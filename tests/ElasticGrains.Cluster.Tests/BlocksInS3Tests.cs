using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Tests.Shared;
using ElasticGrains.Tests.Silo;

namespace ElasticGrains.Cluster.Tests;

/// <summary>A cluster whose blocks lie in S3.</summary>
public sealed class BlocksInS3Tests
{
    private const int Bytes = 400 << 10;
    private const int Before = 20;
    private const int Meanwhile = 10;

    private static readonly JobPolicy OneShard = JobPolicy.Default with { Shards = 1 };

    [Fact]
    public async Task Jobs_WhoseStoreAndOneOfWhoseSilosAreKilled_LoseNothingAndLeaveNothing()
    {
        await using var s3 = await S3Server.StartAsync();
        await using var cluster = await TestCluster.StartAsync(silos: 0);
        await cluster.AddSilosAsync(3, ("ElasticGrains__Blocks", s3.Place));
        await using var client = await cluster.ConnectAsync();
        var jobs = await SubmitAsync(client.Grid, Before);
        await Eventually.HoldsAsync(() => Task.FromResult(s3.Objects.Count >= 3), "some blocks are in S3");
        await s3.KillAsync();
        cluster.Silos[0].Kill();
        jobs.AddRange(await SubmitAsync(client.Grid, Meanwhile));
        await s3.GoOnAsync();

        foreach (var (job, bytes) in jobs)
        {
            var answer = await job.ResultAsync();
            Assert.True(BulkKernel.BytesOf(bytes).AsSpan().SequenceEqual(answer), $"The answer of {job.Id} is another.");
        }

        await cluster.VerifyAsync();
        Assert.NotEmpty(s3.Objects);
        Assert.Equal(jobs.Count, await cluster.Ledger.PurgeAsync([.. jobs.Select(job => job.Job.Id)]));
        Assert.Empty(s3.Objects);
    }

    [Theory]
    [InlineData("nothing", "There is no bucket 'nothing'")]
    [InlineData("UPPER", "'UPPER' is no name of a bucket")]
    public async Task Silo_WhoseBucketIsWrong_SaysSo(string bucket, string problem)
    {
        await using var s3 = await S3Server.StartAsync();
        await using var cluster = await TestCluster.StartAsync(silos: 0);

        using var silo = cluster.StartSilo(("ElasticGrains__Blocks", s3.Place.Replace(S3Server.Bucket, bucket, StringComparison.Ordinal)));
        await silo.WaitForExitAsync(TimeSpan.FromMinutes(1));

        Assert.NotEqual(0, silo.ExitCode);
        Assert.Contains(problem, silo.Log, StringComparison.Ordinal);
    }

    private static async Task<List<(JobHandle<byte[]> Job, int Bytes)>> SubmitAsync(IGrid grid, int count)
    {
        var jobs = new List<(JobHandle<byte[]>, int)>();
        for (var i = 0; i < count; i++)
        {
            var bytes = Bytes + (i << 10);
            jobs.Add((await grid.SubmitAsync(new BulkKernel(), new BulkInput(Bulk.Answer, bytes), new JobOptions { Policy = OneShard }), bytes));
        }

        return jobs;
    }
}
