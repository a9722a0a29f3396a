using System.Diagnostics;
using System.Globalization;
using Hangfire;

namespace ElasticGrains.Peers;

/// <summary>A Hangfire server in a process of its own.</summary>
internal static class HangfireServer
{
    public const string Verb = "hangfire-server";

    // Beside the workers: what listens, keeps the heartbeat and counts.
    private const int OtherConnections = 10;

    /// <summary>Starts one and waits until it serves.</summary>
    public static Task<Process> StartAsync(string connectionString, int workers, CancellationToken cancellationToken) =>
        ServingChild.StartAsync([Verb, "--workers", workers.ToString(CultureInfo.InvariantCulture)], connectionString, cancellationToken);

    /// <summary>Serves until the input ends.</summary>
    public static async Task ServeAsync(int workers, CancellationToken cancellationToken)
    {
        var connectionString = ServingChild.ConnectionString
            ?? throw new InvalidOperationException("There is no database: run 'hangfire', which starts its servers.");
        var storage = HangfireStorage.Open(connectionString, workers + OtherConnections);
        using var server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = workers }, storage);
        await ServingChild.ServeUntilTheInputEndsAsync(cancellationToken);
    }
}
