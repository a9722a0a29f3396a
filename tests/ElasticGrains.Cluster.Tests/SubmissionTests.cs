using System.Globalization;
using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Tests.Silo;

namespace ElasticGrains.Cluster.Tests;

public sealed class SubmissionTests
{
    [Fact]
    public async Task Submit_ByManyClientsWhileASiloIsKilled_MakesOneJob()
    {
        await using var cluster = await TestCluster.StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cluster.ConnectAsync()));
        var options = new JobOptions { Id = "race" };
        var handles = Enumerable.Range(0, 64).Select(number => clients[number % clients.Length].Grid
            .SubmitAsync(new PacedHashKernel(), new PacedInput(300, 5), options)).ToList();
        cluster.Silos[1].Kill();
        var jobs = await Task.WhenAll(handles);

        // An answer may be lost with the silo, so that nobody hears of being the first; more than one never does.
        Assert.InRange(jobs.Count(job => job.IsNew), 0, 1);
        Assert.Single(await cluster.Ledger.ListAsync());
        Assert.All(await Task.WhenAll(jobs.Select(job => job.ResultAsync())), result => Assert.Equal(HashTally.Of(300), result));
        await cluster.VerifyAsync();
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Attach_FromAnotherProcessAfterTheClientIsGone_GoesOnWhereItWas()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 2);
        string id;
        long seen = 0;
        await using (var first = await cluster.ConnectAsync())
        {
            var job = await first.Grid.SubmitAsync(
                new PacedHashKernel(), new PacedInput(800, 10), new JobOptions { Policy = JobPolicy.Default with { CommitInterval = TimeSpan.FromMilliseconds(200) } });
            id = job.Id;
            await foreach (var partial in job.Partials())
            {
                seen = partial.Number;
                if (seen == 3)
                {
                    break;
                }
            }
        }

        await using var second = await cluster.ConnectAsync();
        var attached = second.Grid.Attach<HashTally>(id);
        var rest = await Tail.Read(attached, from: seen + 1);
        var whole = await Tail.Read(attached);
        Assert.Equal(HashTally.Of(800), await attached.ResultAsync());
        Assert.Equal(whole.Skip((int)seen).Select(partial => partial.Number), rest.Select(partial => partial.Number));
        await Tail.IsWholeAsync(Task.FromResult(whole), attached);
    }

    [Fact]
    public async Task Jobs_ManySmallOnesAtOnce_AllEndAndAreVerified()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 2);
        await using var client = await cluster.ConnectAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(async number =>
        {
            var options = new JobOptions { Id = string.Create(CultureInfo.InvariantCulture, $"small-{number}") };
            var job = await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(10, 0), options);
            return await job.ResultAsync();
        }));
        Assert.All(results, result => Assert.Equal(HashTally.Of(10), result));
        await cluster.VerifyAsync();
    }

    [Fact]
    public async Task Cancel_AnsweredJustBeforeTheWriterDies_IsNotLost()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var client = await cluster.ConnectAsync();
        var job = await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(1_000_000, 10), new JobOptions { Id = "cancelled" });
        var writer = await cluster.WriterOfAsync(job.Id);
        await job.CancelAsync("enough");
        writer.Kill();
        Assert.Equal(JobPhase.Cancelled, (await job.OutcomeAsync()).Phase);
        await cluster.VerifyAsync();
    }

    [Fact]
    public async Task Cancel_OfARunningJob_EndsItInAMoment()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 1);
        await using var client = await cluster.ConnectAsync();
        var byGrain = await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(1_000_000, 10), new JobOptions { Id = "by-grain" });
        await byGrain.CancelAsync("enough");
        Assert.Equal(JobPhase.Cancelled, (await byGrain.OutcomeAsync()).Phase);

        var byLedger = await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(1_000_000, 10), new JobOptions { Id = "by-ledger" });
        Assert.True(await cluster.Ledger.RequestCancelAsync(byLedger.Id, "enough"));
        Assert.Equal(JobPhase.Cancelled, (await byLedger.OutcomeAsync()).Phase);
        await cluster.VerifyAsync();
    }
}
