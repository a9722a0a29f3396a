using System.Security.Cryptography;
using ElasticGrains.Blocks;
using ElasticGrains.Client;
using ElasticGrains.Client.Security;
using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Hosting;
using ElasticGrains.S3;
using ElasticGrains.Security;
using ElasticGrains.Silo.Transfer;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Transfer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Streams;

namespace ElasticGrains.Silo;

/// <summary>Makes a host a silo of a cluster.</summary>
public static class ElasticGrainsSiloExtensions
{
    private const string Invariant = "Npgsql";
    private const string PubSubStore = "PubSubStore";

    /// <summary>
    /// Adds a silo: kernels by <paramref name="configure"/>, the rest by the configuration's section <c>ElasticGrains</c>. The host reads
    /// <see cref="IGrid"/> from its services to submit jobs itself.
    /// </summary>
    /// <exception cref="ArgumentException">The settings are wrong; all problems are listed.</exception>
    public static IHostApplicationBuilder AddElasticGrainsSilo(this IHostApplicationBuilder builder, Action<GridSiloBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var settings = new SiloSettings();
        builder.Configuration.GetSection(ClusterSettings.Section).Bind(settings);
        var grid = new GridSiloBuilder(settings);
        configure(grid);
        settings.Check();
        S3Inputs.Register();
        AddStorage(builder.Services, settings);
        builder.UseOrleans(silo =>
        {
            AddOrleans(silo, settings);
            AddGrid(silo, grid);
        });
        builder.Services.AddHealthChecks().AddCheck<SiloHealthCheck>(SiloHealthCheck.Name, tags: [SiloHealthCheck.Ready]);
        return builder;
    }

    private static void AddStorage(IServiceCollection services, SiloSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        var database = new PostgresStoreOptions { ConnectionString = settings.ReadConnectionString(), Schema = settings.Schema, Blocks = settings.BlockPlace, BlockCacheBytes = 0 };
        services.AddSingleton(_ => PostgresStore.Open(database));
        services.AddSingleton<PostgresSchema>();
        services.AddSingleton<IJobLedger, PostgresJobLedger>();
        services.AddSingleton<IBlockStore, PostgresBlockStore>();
        services.AddSingleton<IJobLog, PostgresJobLog>();
        services.AddSingleton<IUploadStore, PostgresUploads>();
        services.AddHostedService<SchemaPreparation>();
        services.AddHostedService<DatabaseWatch>();
    }

    private static void AddOrleans(ISiloBuilder silo, SiloSettings settings)
    {
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (settings.Cluster, settings.Cluster));
        silo.Services.AddSingleton<IConfigureOptions<EndpointOptions>, SiloEndpoints>();
        silo.Configure<ClusterMembershipOptions>(MembershipTuning.Configure);
        silo.Configure<ConnectionOptions>(options => options.ConnectionRetryDelay = MembershipTuning.ConnectAgainAfter);
        silo.Configure<SiloMessagingOptions>(options =>
            (options.ResponseTimeout, options.MaxMessageBodySize) = (MembershipTuning.ResponseTimeout, GridProtocol.MaxMessageBytes));

        // The usual directory forgets what a dead silo's part of it held, and grains that live elsewhere are ended for that: every job
        // of the cluster could be interrupted by any loss. This one asks the living what they have.
#pragma warning disable ORLEANSEXP003 // "Experimental" concerns its interface, which is this one call.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003

        // It would keep a dead silo's grains from coming up elsewhere for half a minute, lest one lives twice. The ledger fences those.
        silo.Configure<GrainDirectoryOptions>(options => options.RangeLeaseDuration = TimeSpan.Zero);
        silo.UseAdoNetClustering(options => options.Configure<PostgresStore>((clustering, store) =>
            (clustering.Invariant, clustering.DataSource) = (Invariant, store.Source)));
        silo.AddAdoNetGrainStorage(PubSubStore, options => options.Configure<PostgresStore>((storage, store) =>
            (storage.Invariant, storage.DataSource) = (Invariant, store.Source)));
        silo.UseAdoNetReminderService(options => options.Configure<PostgresStore>((reminders, store) =>
            (reminders.Invariant, reminders.DataSource) = (Invariant, store.Source)));
        silo.AddPartialStreams();
    }

    private static void AddGrid(ISiloBuilder silo, GridSiloBuilder grid)
    {
        // A lease or a late grant of an earlier life must not fit this one.
        var settings = grid.Settings;
        var name = $"{settings.Name}.{RandomNumberGenerator.GetHexString(4, lowercase: true)}";
        silo.Configure<SiloOptions>(options => options.SiloName = name);
        var options = new GridSiloOptions
        {
            Silo = name,
            Slots = settings.Slots,
            IsShared = true,
            MaxOpenJobs = settings.MaxOpenJobs,
            MaxInputBytes = settings.MaxInputBytes,
            DrainDeadline = settings.DrainDeadline,
            KeepEndedJobs = settings.KeepEndedJobs,
            KeepKernelLogs = settings.KeepKernelLogs,
            CaptureInputBytes = settings.CaptureInputBytes,
            BlockCacheBytes = settings.BlockCacheBytes,
            RecordEventsTo = settings.RecordEventsTo,
        };
        silo.Services.AddSingleton<TransferServer>();
        silo.Services.AddSingleton<ITransferServer>(services => services.GetRequiredService<TransferServer>());
        silo.Services.AddHostedService(services => services.GetRequiredService<TransferServer>());
        silo.AddTransfers();
        silo.AddElasticGrains(options, grid.Kernels);
        silo.RequireToken(settings.ReadToken());
        silo.AddOutgoingGrainCallFilter<SigningFilter>();
        silo.Services.AddSingleton<IGrid>(services => new GridClient(
            services.GetRequiredService<IGrainFactory>(),
            services.GetRequiredKeyedService<IStreamProvider>(PartialHint.StreamProvider),
            services.GetRequiredService<TimeProvider>(),
            settings.MaxInputBytes));
    }
}
