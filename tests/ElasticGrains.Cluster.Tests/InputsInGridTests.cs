using System.Text;
using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.Text;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cluster.Tests;

/// <summary>Jobs whose inputs were put into the grid.</summary>
public sealed class InputsInGridTests
{
    private const string Word = "elastic ";
    private const int Part = UploadRules.PartBytes;

    private static readonly JobPolicy Often = JobPolicy.Default with { CommitInterval = TimeSpan.FromMilliseconds(100) };

    [Fact]
    public async Task Job_WhoseInputWasPutPastACutAndAKill_CountsEveryWordOnce()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Word, 64 * Part / Word.Length)));
        await using var cluster = await TestCluster.StartAsync();
        var uploads = new PostgresUploads(cluster.Store, TimeProvider.System);
        await using (var first = await cluster.ConnectAsync())
        {
            using var cut = new CancellationTokenSource();
            var put = first.Grid.Inputs.PutAsync("corpus", new MemoryStream(text), progress: new Told(bytes => At(bytes >= 20 * Part, cut.Cancel)), cancellationToken: cut.Token);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => put);
        }

        var durable = (await uploads.FindAsync("corpus"))!;
        Assert.False(durable.IsComplete);
        Assert.InRange(durable.Parts, 20, 63);
        await using var client = await cluster.ConnectAsync();
        var killed = new Once();
        var report = await client.Grid.Inputs.PutAsync("corpus", new MemoryStream(text), progress: new Told(bytes => At(bytes >= 40 * Part && killed.IsFirst, cluster.Silos[0].Kill)));

        Assert.InRange(report.Sent, 1, text.Length - (20L * Part));
        Assert.Equal((text.Length, 64L), (report.Input.Length, report.Input.Parts));
        Assert.Empty(await uploads.CheckAsync());
        var input = new WordCountInput { Files = await client.Grid.Inputs.ResolveAsync("grid://corpus"), Top = 1 };
        var job = await client.Grid.SubmitAsync(new WordCountKernel(), input, new JobOptions { Id = "words", Policy = Often });
        await cluster.CommitsAsync(job.Id, 1);
        cluster.Silos[1].Kill();

        Assert.Equal(text.Length / Word.Length, (await job.ResultAsync()).Words);
        await cluster.VerifyAsync();
    }

    [Fact]
    public async Task Job_WhoseInputIsDeletedMeanwhile_FailsAndSaysWhy()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 1);
        await using var client = await cluster.ConnectAsync();
        await client.Grid.Inputs.PutAsync("corpus", new MemoryStream(Encoding.UTF8.GetBytes(Word)));
        var input = new WordCountInput { Files = await client.Grid.Inputs.ResolveAsync("grid://corpus") };
        await client.Grid.Inputs.DeleteAsync("corpus");

        var job = await client.Grid.SubmitAsync(new WordCountKernel(), input);

        var error = await Assert.ThrowsAsync<JobFailedException>(() => job.ResultAsync());
        Assert.Contains("Input 'corpus' is not in the grid any more", error.Message, StringComparison.Ordinal);
        Assert.Equal(FailureFault.Input, error.Outcome!.Failure!.Fault);
        Assert.Single((await cluster.Ledger.ReadHistoryAsync(job.Id))!.Events.OfType<LedgerEvent.AttemptEnded>());
    }

    private static void At(bool isThere, Action then)
    {
        if (isThere)
        {
            then();
        }
    }

    private sealed class Told(Action<long> told) : IProgress<long>
    {
        public void Report(long value) => told(value);
    }

    private sealed class Once
    {
        private int _asked;

        public bool IsFirst => Interlocked.Increment(ref _asked) == 1;
    }
}
