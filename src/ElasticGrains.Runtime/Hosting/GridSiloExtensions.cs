using ElasticGrains.Blocks;
using ElasticGrains.Compute;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Blocks;
using ElasticGrains.Runtime.Compute;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Runtime.Inputs;
using ElasticGrains.Runtime.Jobs;
using ElasticGrains.Runtime.Membership;
using ElasticGrains.Runtime.Output;
using ElasticGrains.Runtime.Placement;
using ElasticGrains.Runtime.Scheduling;
using ElasticGrains.Runtime.Security;
using ElasticGrains.Runtime.Shards;
using ElasticGrains.Runtime.Transfer;
using ElasticGrains.Runtime.Warm;
using ElasticGrains.Scheduling;
using ElasticGrains.Security;
using ElasticGrains.Shards;
using ElasticGrains.Transfer;
using ElasticGrains.Warm;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.GrainDirectory;

namespace ElasticGrains.Runtime.Hosting;

/// <summary>What makes a silo a silo of the grid. The host adds clustering, a job ledger, stores of blocks and inputs, and a stream provider.</summary>
public static class GridSiloExtensions
{
    /// <summary>Has the silo refuse calls that are not signed with the token.</summary>
    public static ISiloBuilder RequireToken(this ISiloBuilder builder, ClusterToken token)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(token);
        return builder.AddIncomingGrainCallFilter<SignatureFilter>();
    }

    /// <summary>Has the silo fetch from others what they serve; the host adds an <see cref="ITransferServer"/> that serves what this one has.</summary>
    public static ISiloBuilder AddTransfers(this ISiloBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<ITransferClient, TransferClient>();
        builder.Services.AddSingleton<IWarmPeers, SiloPeers>();
        builder.Services.AddSingleton<IBlockPeers, BlockPeers>();
        return builder;
    }

    /// <summary>Adds jobs, shards, slots and the resource manager to a silo.</summary>
    public static ISiloBuilder AddElasticGrains(this ISiloBuilder builder, GridSiloOptions options, IEnumerable<IRangeKernel> kernels)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Slots, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxOpenJobs, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.CaptureInputBytes);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(PartialLimits.Default);
        services.AddSingleton(new CaptureLimits { Most = options.CaptureInputBytes });
        services.AddSingleton<InputCapture>();
        services.AddSingleton(options);
        services.AddSingleton(new KernelRegistry(kernels));
        services.AddSingleton(_ => new ComputeSlots(options.Silo, options.Slots, options.ExpressSlots));
        services.AddSingleton<IComputeSlots>(provider => provider.GetRequiredService<ComputeSlots>());
        services.AddSingleton<IKernelThread>(_ => new KernelThread("eg-kernel"));
        services.AddSingleton(new EventRecorder(options.RecordEventsTo));
        services.AddSingleton<IJobEnvironment, JobEnvironment>();
        services.AddSingleton<ShardServices>();
        services.TryAddSingleton<IWarmPeers, NoPeers>();
        services.AddSingleton<WarmStates>();
        services.AddSingleton<IWarmStates>(provider => provider.GetRequiredService<WarmStates>());
        services.AddSingleton<ITransferSource>(provider => provider.GetRequiredService<WarmStates>());
        services.TryAddSingleton<ITransferServer, NoServer>();
        services.TryAddSingleton<IBlockPeers, NoBlockPeers>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SiloBlocks>(provider, options.BlockCacheBytes));
        services.AddSingleton<ISiloBlocks>(provider => provider.GetRequiredService<SiloBlocks>());
        services.AddSingleton<IBlockSource>(provider => provider.GetRequiredService<SiloBlocks>());
        services.AddSingleton<IInnerShards, InnerShards>();
        services.AddSingleton<JobAdmission>();
        services.AddSingleton(provider => new OpenJobs(options.MaxOpenJobs, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<CancelRequests>();
        services.AddSingleton<JobPulse>();
        services.AddSingleton<ISiloJobs>(provider => provider.GetRequiredService<JobPulse>());
        services.AddSingleton<JobServices>();
        services.AddTransient<JobReader>();
        builder.AddIncomingGrainCallFilter<PortableFailureFilter>();
        services.AddSingleton<SiloLosses>();
        services.AddSingleton<ISiloLosses>(provider => provider.GetRequiredService<SiloLosses>());
        services.AddSingleton<ISiloWork, SiloWork>();
        services.AddSingleton<ISiloCalls, SiloCalls>();
        services.AddSingleton<IShutSilos>(provider => new ShutSilos(options.Silo, provider.GetRequiredService<IComputeSlots>()));
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SlotReporter>();
        services.AddSingleton<SlotRequests>();
        services.AddSingleton<ISlotRequests>(provider => provider.GetRequiredService<SlotRequests>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SlotRequests>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, UploadRegistration>();
        AddAddresses(services);
        services.AddPlacementDirector<LeasePlacement, LeasePlacementDirector>();
        services.AddPlacementDirector<JobPlacement, JobPlacementDirector>();
        AddOutput(services, options);
        if (options.IsShared)
        {
            services.AddSingleton(provider => new JobRetention(
                provider.GetRequiredService<IJobLedger>(),
                options.KeepEndedJobs,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<JobRetention>>()));
            services.AddSingleton<UploadRetention>();
            AddDrain(services, options);
            services.AddSingleton<JobSupervisor>();
            services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, MembershipWatch>();
        }

        return builder;
    }

    // One cache for whatever directory there is, so that jobs can forget addresses in it; a host may bring its own.
    private static void AddAddresses(IServiceCollection services)
    {
        services.PostConfigure<GrainDirectoryOptions>(options => options.CachingStrategy = options.CachingStrategy == GrainDirectoryOptions.CachingStrategyType.None
            ? GrainDirectoryOptions.CachingStrategyType.None
            : GrainDirectoryOptions.CachingStrategyType.Custom);
        services.TryAddSingleton(provider =>
        {
            var wanted = provider.GetRequiredService<IOptions<GrainDirectoryOptions>>().Value;
            var options = new GrainDirectoryOptions { CacheSize = wanted.CacheSize, MaximumCacheTTL = wanted.MaximumCacheTTL };
            return GrainDirectoryCacheFactory.CreateGrainDirectoryCache(provider, options);
        });
    }

    // An embedded grid has nobody to give its work to; it goes on at the next start.
    private static void AddDrain(IServiceCollection services, GridSiloOptions options)
    {
        services.AddSingleton(new DrainLimits(options.DrainDeadline));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SiloDrain>(provider, options.Silo));
        services.AddHostedService(provider => provider.GetRequiredService<SiloDrain>());
        services.PostConfigure<HostOptions>(host =>
            host.ShutdownTimeout = TimeSpan.FromTicks(Math.Max(host.ShutdownTimeout.Ticks, DrainLimits.Whole(options.DrainDeadline).Ticks)));
    }

    private static void AddOutput(IServiceCollection services, GridSiloOptions options)
    {
        if (!options.KeepKernelLogs)
        {
            services.AddSingleton<IKernelConsole, UnkeptConsole>();
            return;
        }

        services.TryAddSingleton(OutputLimits.Default);
        services.AddSingleton<OutputWriter>();
        services.AddSingleton<KernelConsole>();
        services.AddSingleton<IKernelConsole>(provider => provider.GetRequiredService<KernelConsole>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<KernelConsole>());
    }
}
