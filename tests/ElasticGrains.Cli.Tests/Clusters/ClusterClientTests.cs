using System.Net;
using System.Net.Sockets;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests.Clusters;

public sealed class ClusterClientTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task Connect_TheDatabaseStandsStill_SaysThatItDoesNotAnswer()
    {
        // It takes connections, as the system does for a stopped process, and says nothing.
        using var database = new TcpListener(IPAddress.Loopback, 0);
        database.Start();
        var cluster = new ClusterFile
        {
            ConnectionString = $"Host=127.0.0.1;Port={((IPEndPoint)database.LocalEndpoint).Port};Username=a;Password=b;Database=c",
            Schema = "elasticgrains",
            Cluster = "still",
            TokenFile = ClusterFile.TokenFileOf(_scratch.Directory),
        };

        var error = await Assert.ThrowsAsync<EgException>(() => ClusterClient.ConnectAsync(cluster, default));

        Assert.Equal(ExitCode.Unreachable, error.ExitCode);
        Assert.Contains("cluster 'still'", error.Message, StringComparison.Ordinal);
        Assert.Contains("answer", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();
}
