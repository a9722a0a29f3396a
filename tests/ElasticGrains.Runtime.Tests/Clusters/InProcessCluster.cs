using ElasticGrains.Blocks;
using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Hosting;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Testing.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Streams;
using Orleans.TestingHost;

namespace ElasticGrains.Runtime.Tests.Clusters;

/// <summary>Several silos in this process on a ledger in memory: what silos do together, without processes and a database.</summary>
internal sealed class InProcessCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private InProcessCluster(InProcessTestCluster cluster) => _cluster = cluster;

    public InMemoryJobLedger Ledger { get; private init; } = null!;

    /// <summary>A client that sends again what a killed silo did not answer, as those of real clusters do.</summary>
    public GridClient Grid => new(new GridConnection(
        _cluster.Client,
        _cluster.Client.ServiceProvider.GetRequiredKeyedService<IStreamProvider>(PartialHint.StreamProvider),
        TimeProvider.System,
        GridCalls.Patient(TimeProvider.System)));

    public static async Task<InProcessCluster> StartAsync(short silos, int slots, int maxInputBytes = int.MaxValue)
    {
        var ledger = new InMemoryJobLedger(TimeProvider.System);
        var blocks = new InMemoryBlockStore();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((options, silo) =>
        {
            silo.Services.AddSingleton<IJobLedger>(ledger);
            silo.Services.AddSingleton<IBlockStore>(blocks);
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddMemoryStreams(PartialHint.StreamProvider, streams => streams.ConfigurePartitioning(PartialHint.StreamQueues));
            silo.Configure<ClusterMembershipOptions>(membership =>
                (membership.ProbeTimeout, membership.NumMissedProbesLimit, membership.NumVotesForDeathDeclaration) = (TimeSpan.FromSeconds(1), 2, 1));
            silo.AddElasticGrains(new GridSiloOptions { Silo = options.SiloName, Slots = slots, IsShared = true, MaxInputBytes = maxInputBytes }, [new HashKernel()]);
        });
        builder.ConfigureClient(client =>
        {
            client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(3));
            client.AddMemoryStreams(PartialHint.StreamProvider, streams => streams.ConfigurePartitioning(PartialHint.StreamQueues));
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new InProcessCluster(cluster) { Ledger = ledger };
    }

    /// <summary>Ends a silo without a word to the others.</summary>
    public Task KillAsync(string silo) => _cluster.KillSiloAsync(_cluster.Silos.Single(handle => handle.Name == silo));

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
