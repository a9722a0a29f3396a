using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace ElasticGrains.Peers.Bare;

/// <summary>A silo with nothing of the grid but its directory of grains. Its process ends when its input does.</summary>
internal static class BareSilo
{
    public const string Verb = "bare-silo";

    /// <summary>Starts one in a process of its own and waits until it serves.</summary>
    public static Task<Process> StartAsync(int port, int gateway, int primary, string? connectionString, CancellationToken cancellationToken) =>
        ServingChild.StartAsync(
            [Verb, "--port", Text(port), "--gateway", Text(gateway), "--primary", Text(primary)], connectionString, cancellationToken);

    /// <summary>Serves until the input ends.</summary>
    public static async Task ServeAsync(int port, int gateway, int primary, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(new BareWriter(ServingChild.ConnectionString));
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(port, gateway, new IPEndPoint(IPAddress.Loopback, primary));
#pragma warning disable ORLEANSEXP003 // As the grid's silos have it.
            silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
            silo.Configure<GrainDirectoryOptions>(options => options.RangeLeaseDuration = TimeSpan.Zero);
        });
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        await ServingChild.ServeUntilTheInputEndsAsync(cancellationToken);
        await host.StopAsync(CancellationToken.None);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
