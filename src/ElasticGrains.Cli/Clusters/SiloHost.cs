using ElasticGrains.Cli.Faces;
using ElasticGrains.Cli.Waiting;
using ElasticGrains.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Cli.Clusters;

/// <summary>A silo with the kernels of this program, configured by the environment. Ends at SIGTERM or Ctrl-C.</summary>
internal static class SiloHost
{
    public static async Task<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Logging.ClearProviders().AddJsonConsole(options => options.UseUtcTimestamp = true).SetMinimumLevel(LogLevel.Information)
            .AddFilter("Orleans", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning);
        builder.WebHost.UseUrls(SiloHealth.UrlsOf(builder.Configuration));
        builder.AddElasticGrainsSilo(grid =>
        {
            foreach (var face in KernelFaces.Create())
            {
                grid.AddKernel(face.Kernel);
            }

            grid.AddKernel(new WaitKernel());
        });
        await using var app = builder.Build();
        app.MapElasticGrainsHealth();
        try
        {
            await app.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Asked to end before it was up.
        }

        return ExitCode.Done;
    }
}
