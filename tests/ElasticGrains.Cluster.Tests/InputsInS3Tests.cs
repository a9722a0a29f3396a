using System.Text;
using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.Inputs;
using ElasticGrains.Kernels.Text;
using ElasticGrains.Ledger;
using ElasticGrains.S3;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Cluster.Tests;

/// <summary>Jobs whose inputs lie in S3.</summary>
public sealed class InputsInS3Tests
{
    private const int Words = 2_000_000;
    private const string Word = "elastic ";

    private static readonly JobPolicy Often = JobPolicy.Default with { CommitInterval = TimeSpan.FromMilliseconds(100) };

    [Fact]
    public async Task Job_WhoseStoreAndOneOfWhoseSilosAreKilled_CountsEveryWordOnce()
    {
        await using var s3 = await S3Server.StartAsync();
        await using var cluster = await TestCluster.StartAsync();
        await using var client = await cluster.ConnectAsync();
        S3Inputs.Register();
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Word, Words)));
        var inputs = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            inputs.Add(await s3.WriteAsync($"texts/{i}", text));
        }

        var input = new WordCountInput { Files = InputPattern.Resolve(inputs, "/"), Top = 1 };
        var job = await client.Grid.SubmitAsync(new WordCountKernel(), input, new JobOptions { Id = "words", Policy = Often });
        await Eventually.HoldsAsync(async () => (await job.StatusAsync()).Committed > 0, "something is committed");
        await s3.KillAsync();
        cluster.Silos[0].Kill();
        await Eventually.HoldsAsync(
            async () => (await cluster.Ledger.ReadHistoryAsync(job.Id))!.Events.Any(it => it is LedgerEvent.AttemptEnded { End: AttemptEnd.Lost }), "its attempts are given up");
        await s3.GoOnAsync();

        Assert.Equal(8L * Words, (await job.ResultAsync()).Words);
        await cluster.VerifyAsync();
    }

    [Fact]
    public async Task Job_WhoseObjectIsReplaced_FailsAndSaysWhich()
    {
        await using var s3 = await S3Server.StartAsync();
        await using var cluster = await TestCluster.StartAsync(silos: 1);
        await using var client = await cluster.ConnectAsync();
        S3Inputs.Register();
        var input = new WordCountInput { Files = InputPattern.Resolve([await s3.WriteAsync("text", Encoding.UTF8.GetBytes(Word))], "/") };
        await s3.WriteAsync("text", Encoding.UTF8.GetBytes("others"));

        var job = await client.Grid.SubmitAsync(new WordCountKernel(), input);

        var error = await Assert.ThrowsAsync<JobFailedException>(() => job.ResultAsync());
        Assert.Contains($"'{input.Files.Files[0].Path}' is not there any more as it was", error.Message, StringComparison.Ordinal);
    }
}
