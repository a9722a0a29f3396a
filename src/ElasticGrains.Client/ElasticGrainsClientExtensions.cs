using ElasticGrains.Client.Security;
using ElasticGrains.Jobs;
using ElasticGrains.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using Orleans.Streams;

namespace ElasticGrains.Client;

/// <summary>Makes a host a client of a cluster.</summary>
public static class ElasticGrainsClientExtensions
{
    // Silos that died must leave the list soon; the query costs the database nothing.
    private static readonly TimeSpan GatewayRefresh = TimeSpan.FromSeconds(2);

    // A call that was lost on its way through a dead silo is found out by this alone, then sent again.
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Adds <see cref="IGrid"/>: the cluster that the configuration's section <c>ElasticGrains</c> names. The host connects when it starts,
    /// and waits for the cluster while it is not there; when the cluster refuses it, for its token or its release, the log says why and the
    /// host stops.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="configure">Changes settings; wins over the configuration.</param>
    /// <exception cref="ArgumentException">The settings are wrong; all problems are listed.</exception>
    public static IHostApplicationBuilder AddElasticGrainsClient(this IHostApplicationBuilder builder, Action<ClusterSettings>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = new ClusterSettings();
        builder.Configuration.GetSection(ClusterSettings.Section).Bind(settings);
        configure?.Invoke(settings);
        settings.Check();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(settings.ReadToken());
        builder.Services.AddSingleton<IGrid>(services => new GridClient(new GridConnection(
            services.GetRequiredService<IGrainFactory>(),
            services.GetRequiredKeyedService<IStreamProvider>(PartialHint.StreamProvider),
            services.GetRequiredService<TimeProvider>(),
            GridCalls.ToCluster(services.GetRequiredService<TimeProvider>())), settings.MaxInputBytes));
        builder.UseOrleansClient(client => Configure(client, settings));
        return builder;
    }

    private static void Configure(IClientBuilder client, ClusterSettings settings)
    {
        var connection = new NpgsqlConnectionStringBuilder(settings.ReadConnectionString())
        {
            SearchPath = settings.Schema,
            ApplicationName = "elasticgrains client",
            MaxPoolSize = 4,
            Timeout = 5,
            CommandTimeout = 5,
        };
        client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (settings.Cluster, settings.Cluster));
        client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", connection.ToString()));
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = GatewayRefresh);
        client.Configure<ClientMessagingOptions>(options =>
            (options.ResponseTimeout, options.MaxMessageBodySize) = (ResponseTimeout, GridProtocol.MaxMessageBytes));
        client.UseConnectionRetryFilter<ConnectionPatience>();
        client.AddMemoryStreams(PartialHint.StreamProvider, streams => streams.ConfigurePartitioning(PartialHint.StreamQueues));
        client.Services.AddSingleton<Refusal>();
        client.AddOutgoingGrainCallFilter<RefusalFilter>();
        client.AddOutgoingGrainCallFilter<SigningFilter>();
    }
}
