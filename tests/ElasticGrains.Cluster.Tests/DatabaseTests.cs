using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Tests.Shared;
using ElasticGrains.Tests.Silo;

namespace ElasticGrains.Cluster.Tests;

/// <summary>The database goes away and comes back under load.</summary>
public sealed class DatabaseTests : IAsyncLifetime
{
    private static readonly JobOptions Often = new() { Policy = JobPolicy.Default with { CommitInterval = TimeSpan.FromMilliseconds(200) } };

    private DevelopmentServer _server = null!;
    private string _directory = null!;

    // Durable: what survives a crash of the server is what is tested.
    public async Task InitializeAsync() => (_server, _directory) = await TestPostgres.StartOwnAsync(durable: true);

    public async Task DisposeAsync()
    {
        await _server.StopAsync(immediately: true);
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Restart_OfACrashedDatabaseUnderLoad_LosesNothing()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 2, connectionString: _server.ConnectionString);
        await using var client = await cluster.ConnectAsync();
        var job = await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(1500, 10), Often with { Id = "restart" });
        var tail = Tail.Read(job);
        await cluster.CommitsAsync(job.Id, 3);
        await _server.StopAsync(immediately: true);
        _server = await _server.StartAgainAsync();

        Assert.Equal(HashTally.Of(1500), await job.ResultAsync());
        await Tail.IsWholeAsync(tail, job);
        await cluster.VerifyAsync();
    }

    [Fact]
    public async Task Freeze_OfTheDatabaseUnderLoad_IsWaitedFor()
    {
        // A minute in long runs; a quarter of it is enough to pass every time-out.
        var frozen = TimeSpan.FromSeconds(LongRuns.Count(usually: 17, longRun: 60));
        await using var cluster = await TestCluster.StartAsync(silos: 2, connectionString: _server.ConnectionString);
        await using var client = await cluster.ConnectAsync();
        var job = await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(1500, 10), Often with { Id = "freeze" });
        var tail = Tail.Read(job);
        await cluster.CommitsAsync(job.Id, 3);
        var processes = _server.FindProcessIds();
        Assert.NotEmpty(processes);
        foreach (var process in processes)
        {
            Signals.Send("STOP", process);
        }

        await Task.Delay(frozen);
        foreach (var process in processes)
        {
            Signals.Send("CONT", process);
        }

        Assert.Equal(HashTally.Of(1500), await job.ResultAsync());
        await Tail.IsWholeAsync(tail, job);
        await cluster.VerifyAsync();
    }

    [Fact]
    public async Task Crash_OfAllSilosAndTheDatabase_GoesOnWhereItWas()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 3, connectionString: _server.ConnectionString);
        var options = Often with { Id = "all" };
        await using (var client = await cluster.ConnectAsync())
        {
            await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(1500, 10), options);
            await cluster.CommitsAsync(options.Id!, 3);
            foreach (var silo in cluster.Silos)
            {
                silo.Kill();
            }

            await _server.StopAsync(immediately: true);
        }

        _server = await _server.StartAgainAsync();
        await cluster.AddSilosAsync(3);
        await using var again = await cluster.ConnectAsync();
        var job = again.Grid.Attach<HashTally>(options.Id!);
        Assert.Equal(HashTally.Of(1500), await job.ResultAsync());
        await Tail.IsWholeAsync(Tail.Read(job), job);
        await cluster.VerifyAsync();
    }
}
