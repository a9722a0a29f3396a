using System.Net;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Security;
using ElasticGrains.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace ElasticGrains.Cluster.Tests;

public sealed class SecurityTests
{
    // Long enough for several attempts.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Client_WithAnotherToken_CanDoNothing()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 1);
        var refused = await Assert.ThrowsAsync<CallRefusedException>(() => cluster.ConnectAsync(settings => settings.Token = ClusterToken.Fresh()));
        Assert.Contains("takes no calls without its token", refused.Message);
        Assert.Contains("was refused: it is not signed", cluster.Silos[0].Log);
        Assert.Empty(await cluster.Ledger.ListAsync());
    }

    [Fact]
    public async Task Client_OfAnotherProtocol_IsToldSoAndCanDoNothing()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 1);
        var other = new OtherProtocol(new ClusterToken(cluster.Token));
        var refused = await Assert.ThrowsAsync<CallRefusedException>(() => cluster.ConnectAsync(filter: other));
        Assert.Contains($"the caller version {OtherProtocol.Version}", refused.Message);
        Assert.Empty(await cluster.Ledger.ListAsync());
    }

    [Fact]
    public async Task Client_OfPlainOrleans_CanDoNothing()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 1);
        var gateway = await GatewayAsync(cluster);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleansClient(client =>
        {
            client.UseStaticClustering(gateway);
            client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("test", "test"));
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(2));
        });
        using var host = builder.Build();
        using var patience = new CancellationTokenSource(Patience);

        // It may not even learn which grains there are.
        await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync(patience.Token));
        Assert.Contains("was refused: it is not signed", cluster.Silos[0].Log);
    }

    [Fact]
    public async Task Logs_OfAWholeJob_HoldNeitherTokenNorPassword()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 1);
        await using (var client = await cluster.ConnectAsync())
        {
            var job = await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(10, 1));
            await job.ResultAsync();

            // The end of one that succeeds is worth no line.
            var cancelled = await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(100_000, 5));
            await cancelled.CancelAsync();
            await cancelled.OutcomeAsync();
        }

        var password = new Npgsql.NpgsqlConnectionStringBuilder(cluster.ConnectionString).Password!;
        Assert.Contains("has ended: Cancelled", cluster.Silos[0].Log);
        Assert.DoesNotContain(cluster.Token, cluster.Silos[0].Log);
        Assert.DoesNotContain(password, cluster.Silos[0].Log);
    }

    private static async Task<IPEndPoint> GatewayAsync(TestCluster cluster)
    {
        await using var command = cluster.Store.Source.CreateCommand("SELECT proxy_port FROM orleans_silo WHERE status = 3");
        return new IPEndPoint(IPAddress.Loopback, (int)(await command.ExecuteScalarAsync())!);
    }
}
