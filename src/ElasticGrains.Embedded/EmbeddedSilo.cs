using System.Net;
using ElasticGrains.Blocks;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Hosting;
using ElasticGrains.Inputs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Hosting;
using ElasticGrains.Scheduling;
using ElasticGrains.Storage.Local;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace ElasticGrains.Embedded;

/// <summary>Composes the silo of an embedded grid: loopback only, on ports of its own.</summary>
internal static class EmbeddedSilo
{
    public static async Task<IHost> StartAsync(EmbeddedGridBuilder grid, StateDirectory state, CancellationToken cancellationToken)
    {
        // A lease or a late grant of an earlier life must not fit this one.
        var name = $"{SiloNames.EmbeddedPrefix}{Environment.ProcessId}-{grid.Time.GetUtcNow():yyyyMMddHHmmssfff}";
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        using var siloPort = HeldPort.Any(IPAddress.Loopback);
        using var gatewayPort = HeldPort.Any(IPAddress.Loopback);
        builder.Services.AddSingleton<IHostLifetime, ProgramLifetime>();
        builder.Services.AddSingleton(grid.Time);
        builder.Services.AddSingleton<IJobLedger>(state.Ledger);
        builder.Services.AddSingleton<IBlockStore>(state.Blocks);
        builder.Services.AddSingleton<IJobLog>(state.Log);
        builder.Services.AddSingleton<IUploadStore>(state.Uploads);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(siloPort.Number, gatewayPort.Number, serviceId: "elasticgrains", clusterId: Guid.NewGuid().ToString("N"));
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddPartialStreams(queues: 1);
            silo.Configure<SiloOptions>(options => options.SiloName = name);

            // A fresh process has no live shards to adopt.
            var timings = JobTimings.Default with { AdoptionWindow = TimeSpan.Zero };
            var options = new GridSiloOptions
            {
                Silo = name,
                Slots = grid.Slots,
                Timings = timings,
                KeepKernelLogs = grid.KeepKernelLogs,
                CaptureInputBytes = grid.CaptureInputBytes,
                RecordEventsTo = grid.RecordEventsTo,
            };
            silo.AddElasticGrains(options, grid.Kernels);
        });
        grid.ConfigureServices?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return host;
    }
}
