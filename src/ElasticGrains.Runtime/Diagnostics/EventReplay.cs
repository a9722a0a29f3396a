using System.Text.Json;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Engine.Shards;

namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>Tells fresh machines what recorded ones were told, and compares what they want done and what they are after each event.</summary>
public static class EventReplay
{
    /// <summary>Replays every log of a directory.</summary>
    public static IReadOnlyList<ReplayReport> All(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*.jsonl").Order(StringComparer.Ordinal).Select(One)];

    /// <summary>Replays one log. A last line that was cut off by the death of its process is left out.</summary>
    public static ReplayReport One(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var lines = WholeLines(path);
        if (lines.Length == 0)
        {
            return new ReplayReport(path, [], Difference: null);
        }

        switch (Path.GetFileName(path).Split('.')[0])
        {
            case EventRecorder.Job:
                var start = Read<JobStart>(lines[0]);
                var job = new JobMachine(start.History, start.Epoch, start.At, start.Timings);
                return Replay<JobEvent, JobEffect>(path, lines, job.Handle, () => MachineStates.Of(job));
            case EventRecorder.Shard:
                var shard = new ShardMachine();
                return Replay<ShardEvent, ShardEffect>(path, lines, shard.Handle, () => MachineStates.Of(shard));
            case EventRecorder.Slots:
                var slots = new ResourceManagerMachine();
                return Replay<ResourceManagerEvent, ResourceManagerEffect>(path, lines, slots.Handle, () => MachineStates.Of(slots));
            default:
                throw new ArgumentException($"'{path}' is not named after a machine.", nameof(path));
        }
    }

    private static ReplayReport Replay<TEvent, TEffect>(
        string path, IReadOnlyList<string> lines, Func<TEvent, DateTimeOffset, IReadOnlyList<TEffect>> handle, Func<string> state)
    {
        var kinds = new List<string>();
        foreach (var line in lines.Skip(1))
        {
            var recorded = Read<EventLine<TEvent, TEffect>>(line);
            using var document = JsonDocument.Parse(line);
            kinds.Add(EventLogJson.KindOf(document.RootElement.GetProperty("happened")));
            var effects = handle(recorded.Happened, recorded.At).ToArray();
            var again = JsonSerializer.Serialize(recorded with { Effects = effects, State = state() }, EventLogJson.Options);
            if (again != line)
            {
                return new ReplayReport(path, kinds, $"line {kinds.Count + 1}: recorded {line}, replayed {again}");
            }
        }

        return new ReplayReport(path, kinds, Difference: null);
    }

    private static T Read<T>(string line) => JsonSerializer.Deserialize<T>(line, EventLogJson.Options) ?? throw new JsonException("A line of the log is null.");

    private static string[] WholeLines(string path)
    {
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return file.ReadToEnd().Split('\n')[..^1];
    }
}
