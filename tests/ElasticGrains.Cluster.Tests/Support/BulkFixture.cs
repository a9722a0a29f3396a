using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Tests.Silo;

namespace ElasticGrains.Cluster.Tests.Support;

/// <summary>
/// Two silos and a client none of whose connections carries a message of more than little over 1 MiB, and jobs of no end for small calls. A
/// larger message would break its connection, and the calls on it.
/// </summary>
public sealed class BulkFixture : IAsyncLifetime
{
    // An input of 1 MiB may travel, with its spec around it.
    private const int MaxMessage = (1 << 20) + (64 << 10);

    private static readonly string[] Endless = ["endless-1", "endless-2", "endless-3"];

    private TestCluster? _cluster;
    private TestClient? _client;

    public TestCluster Cluster => _cluster!;

    public TestClient Client => _client!;

    public IGrid Grid => Client.Grid;

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(silos: 0);
        await _cluster.AddSilosAsync(2, ("MaxMessageBodySize", $"{MaxMessage}"), ("ElasticGrains__Slots", "3"));
        _client = await _cluster.ConnectAsync(maxMessage: MaxMessage);
        foreach (var id in Endless)
        {
            await Grid.SubmitAsync(
                new PacedHashKernel(), new PacedInput(1_000_000, 10), new JobOptions { Id = id, Policy = JobPolicy.Default with { MaxSlots = 1, Shards = 1 } });
        }
    }

    internal SmallCalls StartSmallCalls() => SmallCalls.Start(Client, Endless);

    public async Task DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.DisposeAsync();
        }

        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
