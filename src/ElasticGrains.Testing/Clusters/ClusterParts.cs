using ElasticGrains.Blocks;
using ElasticGrains.Client;
using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Streams;
using Orleans.TestingHost;

namespace ElasticGrains.Testing.Clusters;

/// <summary>Composes the silos and the client of a <see cref="GridCluster"/>, as ElasticGrains.Silo and ElasticGrains.Client do on a database.</summary>
internal static class ClusterParts
{
    // As in ElasticGrains.Client: a call that was lost with a killed silo is found out by this alone, then sent again.
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    public static InProcessTestCluster Build(GridClusterOptions options, IRangeKernel[] kernels, Func<string, DatabaseLink> linkOf)
    {
        var builder = new InProcessTestClusterBuilder((short)options.Silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((silo, services) => Configure(services, silo.SiloName, options, kernels, linkOf(silo.SiloName)));
        builder.ConfigureClient(client =>
        {
            client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
            client.AddMemoryStreams(PartialHint.StreamProvider, streams => streams.ConfigurePartitioning(PartialHint.StreamQueues));
        });
        return builder.Build();
    }

    /// <summary>A client that sends again what a killed silo did not answer.</summary>
    public static GridClient ClientOf(InProcessTestCluster cluster) => new(new GridConnection(
        cluster.Client,
        cluster.Client.ServiceProvider.GetRequiredKeyedService<IStreamProvider>(PartialHint.StreamProvider),
        TimeProvider.System,
        GridCalls.ToCluster(TimeProvider.System)));

    private static void Configure(ISiloBuilder silo, string name, GridClusterOptions options, IRangeKernel[] kernels, DatabaseLink link)
    {
        silo.Services.AddSingleton<IJobLedger>(new LinkedLedger(link));
        silo.Services.AddSingleton<IBlockStore>(new LinkedBlocks(link));
        silo.Services.AddSingleton<IUploadStore>(new LinkedUploads(link));
        silo.AddMemoryGrainStorage("PubSubStore");
        silo.AddPartialStreams();

        // One vote is enough: nothing but the test takes a silo away here.
        silo.Configure<ClusterMembershipOptions>(membership =>
            (membership.ProbeTimeout, membership.NumMissedProbesLimit, membership.NumVotesForDeathDeclaration) = (ProbeTimeout, 2, 1));
        silo.AddElasticGrains(
            new GridSiloOptions { Silo = name, Slots = options.SlotsPerSilo, IsShared = true, MaxInputBytes = options.MaxInputBytes },
            kernels);
    }
}
