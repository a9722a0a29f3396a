using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Hangfire;

namespace ElasticGrains.Peers;

/// <summary>A Hangfire server in a process of its own. It ends when its input does, so that none outlives the bench.</summary>
internal static class HangfireServer
{
    public const string Verb = "hangfire-server";

    private const string ConnectionVariable = "EG_PEERS_CONNECTION";
    private const string Ready = "ready";

    // Beside the workers: what listens, keeps the heartbeat and counts.
    private const int OtherConnections = 10;

    /// <summary>Starts one and waits until it serves.</summary>
    public static async Task<Process> StartAsync(string connectionString, int workers, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        }

        start.ArgumentList.Add(Verb);
        start.ArgumentList.Add("--workers");
        start.ArgumentList.Add(workers.ToString(CultureInfo.InvariantCulture));
        start.Environment[ConnectionVariable] = connectionString;
        var process = Process.Start(start)!;
        return await process.StandardOutput.ReadLineAsync(cancellationToken) == Ready
            ? process
            : throw new InvalidOperationException($"The Hangfire server {process.Id} did not start; its words stand above.");
    }

    /// <summary>Ends one in an orderly way.</summary>
    public static async Task StopAsync(Process server, CancellationToken cancellationToken)
    {
        server.StandardInput.Close();
        await server.WaitForExitAsync(cancellationToken);
        server.Dispose();
    }

    /// <summary>Serves until the input ends.</summary>
    public static async Task ServeAsync(int workers, CancellationToken cancellationToken)
    {
        var connectionString = Environment.GetEnvironmentVariable(ConnectionVariable)
            ?? throw new InvalidOperationException($"{ConnectionVariable} is not set: run 'hangfire', which starts its servers.");
        var storage = HangfireStorage.Open(connectionString, workers + OtherConnections);
        using var server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = workers }, storage);
        Console.WriteLine(Ready);
        await Console.In.ReadToEndAsync(cancellationToken);
    }
}
