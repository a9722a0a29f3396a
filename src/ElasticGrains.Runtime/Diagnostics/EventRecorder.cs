namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>
/// Records what the machines of a silo are told, for whoever must find out later why they did what they did: see <see cref="EventReplay"/>.
/// </summary>
/// <param name="directory">Where the logs go, a file for each machine; null records nothing.</param>
public sealed class EventRecorder(string? directory)
{
    internal const string Job = "job";
    internal const string Shard = "shard";
    internal const string Slots = "slots";

    private int _logs;

    /// <summary>Begins the log of a machine; null when nothing is recorded.</summary>
    internal MachineLog? Open(string machine, string key, object? start = null)
    {
        if (directory is null)
        {
            return null;
        }

        Directory.CreateDirectory(directory);
        var name = $"{machine}.{key.Replace('/', '-')}.{Environment.ProcessId}.{Interlocked.Increment(ref _logs)}.jsonl";
        return new MachineLog(Path.Combine(directory, name), start);
    }
}
