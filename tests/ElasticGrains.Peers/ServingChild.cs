using System.Diagnostics;
using System.Reflection;

namespace ElasticGrains.Peers;

/// <summary>This program in another process, serving. It ends when its input does, so that none outlives the bench.</summary>
internal static class ServingChild
{
    private const string ConnectionVariable = "EG_PEERS_CONNECTION";
    private const string Ready = "ready";

    /// <summary>The database that a child was given; null for none.</summary>
    public static string? ConnectionString => Environment.GetEnvironmentVariable(ConnectionVariable);

    /// <summary>Starts one and waits until it serves.</summary>
    public static async Task<Process> StartAsync(string[] arguments, string? connectionString, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[ConnectionVariable] = connectionString;
        var process = Process.Start(start)!;
        return await process.StandardOutput.ReadLineAsync(cancellationToken) == Ready
            ? process
            : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' did not start as process {process.Id}; its words stand above.");
    }

    /// <summary>Ends one in an orderly way.</summary>
    public static async Task StopAsync(Process child, CancellationToken cancellationToken)
    {
        child.StandardInput.Close();
        await child.WaitForExitAsync(cancellationToken);
        child.Dispose();
    }

    /// <summary>In the child: says that it serves, and waits for the end.</summary>
    public static Task ServeUntilTheInputEndsAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine(Ready);
        return Console.In.ReadToEndAsync(cancellationToken);
    }
}
