using System.Net;
using System.Net.Sockets;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Security;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Tests.Silo;
using Npgsql;

namespace ElasticGrains.Cluster.Tests;

/// <summary>What a silo says when it cannot start.</summary>
public sealed class ConfigurationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Start_WithWrongSettings_ListsAllProblems()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 0);
        var log = await FailAsync(cluster, ("ElasticGrains__Token", ""), ("ElasticGrains__Slots", "0"), ("ElasticGrains__ListenAddress", "everywhere"));
        Assert.Contains("TokenFile or Token is missing", log);
        Assert.Contains("Slots is 0", log);
        Assert.Contains("ListenAddress is 'everywhere'", log);
    }

    [Fact]
    public async Task Start_WithAWrongPassword_SaysSo()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 0);
        var wrong = new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Password = "hunter2" }.ToString();
        var log = await FailAsync(cluster, ("ElasticGrains__ConnectionString", wrong));
        Assert.Contains("refuses this user", log);
        Assert.DoesNotContain("hunter2", log);
    }

    [Fact]
    public async Task Start_WithoutADatabase_SaysWhere()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 0);
        var log = await FailAsync(cluster, ("ElasticGrains__ConnectionString", "Host=127.0.0.1;Port=1;Username=a;Password=b;Database=c"));
        Assert.Contains("127.0.0.1:1/c cannot be reached", log);
    }

    [Fact]
    public async Task Start_OnThePortOfAnother_SaysSo()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 0);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var log = await FailAsync(cluster, ("ElasticGrains__SiloPort", $"{((IPEndPoint)listener.LocalEndpoint).Port}"));
        Assert.Contains("in use", log);
    }

    [Fact]
    public async Task Start_OfAnotherClusterOnTheSameSchema_IsRefused()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 0);
        var log = await FailAsync(cluster, ("ElasticGrains__Cluster", "other"));
        Assert.Contains("belongs to cluster 'test', not to 'other'", log);
    }

    [Fact]
    public async Task Start_OnANewerSchema_IsRefused()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 0);
        await using (var command = cluster.Store.Source.CreateCommand("UPDATE grid_meta SET value = '99' WHERE key = 'version'"))
        {
            await command.ExecuteNonQueryAsync();
        }

        Assert.Contains("a newer release wrote", await FailAsync(cluster));
    }

    [Fact]
    public async Task Start_OfAnotherProtocolBesideLivingSilos_IsRefused()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 1);
        await SpeakAsync(cluster, "99");
        Assert.Contains("speak version 99 of the protocol", await FailAsync(cluster));
    }

    [Fact]
    public async Task Start_OfAnotherProtocolWhenNobodyLives_Decides()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 1);
        await SpeakAsync(cluster, "99");
        cluster.Silos[0].Terminate();
        await cluster.Silos[0].WaitForExitAsync(Patience);
        await cluster.AddSilosAsync(1);
        await using var command = cluster.Store.Source.CreateCommand("SELECT value FROM grid_meta WHERE key = 'protocol'");
        Assert.Equal($"{GridProtocol.Version}", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Start_WithoutLeaveToMigrate_NeedsASchema()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 0);
        var log = await FailAsync(cluster, ("ElasticGrains__MigrateSchema", "false"), ("ElasticGrains__Schema", "empty"));
        Assert.Contains("'eg db migrate' brings it there", log);
    }

    [Fact]
    public async Task Stop_BySigterm_LeavesInOrder()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 1);
        await using (var client = await cluster.ConnectAsync())
        {
            await (await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(10, 1))).ResultAsync();
        }

        cluster.Silos[0].Terminate();
        await cluster.Silos[0].WaitForExitAsync(Patience);
        Assert.True(cluster.Silos[0].ExitCode == 0, cluster.Silos[0].Log);
        Assert.Equal(MemberStatus.Dead, Assert.Single(await new PostgresMembership(cluster.Store).ReadAsync("test")).Status);
    }

    private static async Task SpeakAsync(TestCluster cluster, string protocol)
    {
        await using var command = cluster.Store.Source.CreateCommand($"UPDATE grid_meta SET value = '{protocol}' WHERE key = 'protocol'");
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private static async Task<string> FailAsync(TestCluster cluster, params (string Key, string Value)[] settings)
    {
        using var silo = cluster.StartSilo(settings);
        await silo.WaitForExitAsync(Patience);
        Assert.NotEqual(0, silo.ExitCode);
        return silo.Log;
    }
}
