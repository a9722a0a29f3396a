using System.Text.Json.Serialization;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Output;

/// <summary>What became of a job's attempts, and where they were.</summary>
/// <param name="Granted">All of them.</param>
/// <param name="Runs">Those that took several shards at once.</param>
/// <param name="Adopted">How often one was taken over by a new writer.</param>
/// <param name="Ended">How they ended, by the word for it.</param>
/// <param name="Running">Those that run.</param>
/// <param name="Silos">How many each silo had.</param>
internal sealed record AttemptFigures(
    int Granted, int Runs, int Adopted, IReadOnlyDictionary<string, int> Ended, int Running, IReadOnlyDictionary<string, int> Silos)
{
    /// <summary>The sum of the times from grant to end of those that have ended; where a clock was set back meanwhile, of none less than zero.</summary>
    [JsonIgnore]
    public TimeSpan SlotTime { get; init; }

    /// <summary>The same in seconds.</summary>
    public double SlotSeconds => SlotTime.TotalSeconds;

    /// <summary>The same for people.</summary>
    [JsonIgnore]
    public string Text =>
        $"{Granted}{(Runs > 0 ? $" ({Figures.Count(Runs, "run")} of several shards)" : "")}: "
        + string.Join(", ", Ended.Select(end => $"{end.Value} {end.Key}").Concat(Running > 0 ? [$"{Running} running"] : []))
        + $" in {Duration.Text(SlotTime)} of slots"
        + (Silos.Count == 0 ? "" : $"; {string.Join(", ", Silos.Select(silo => $"{silo.Key} {silo.Value}"))}");

    public static AttemptFigures Of(IEnumerable<LedgerEvent> events)
    {
        const string WithTheJob = "ended with the job";
        var (granted, runs, adopted) = (0, 0, 0);
        var running = new Dictionary<int, DateTimeOffset>();
        var slotTime = TimeSpan.Zero;
        var ended = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var silos = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var happened in events)
        {
            switch (happened)
            {
                case LedgerEvent.Granted it:
                    granted++;
                    runs += it.More > 0 ? 1 : 0;
                    running[it.Shard] = it.At;
                    silos[it.Silo] = silos.GetValueOrDefault(it.Silo) + 1;
                    break;
                case LedgerEvent.Adopted:
                    adopted++;
                    break;
                case LedgerEvent.AttemptEnded it:
                    if (running.Remove(it.Shard, out var since))
                    {
                        slotTime += Length(since, it.At);
                    }

                    var word = it.End.ToString().ToLowerInvariant();
                    ended[word] = ended.GetValueOrDefault(word) + 1;
                    break;
                case LedgerEvent.Finished it when running.Count > 0:
                    slotTime = running.Values.Aggregate(slotTime, (sum, begun) => sum + Length(begun, it.At));
                    ended[WithTheJob] = ended.GetValueOrDefault(WithTheJob) + running.Count;
                    running.Clear();
                    break;
            }
        }

        return new AttemptFigures(granted, runs, adopted, ended, running.Count, silos) { SlotTime = slotTime };

        static TimeSpan Length(DateTimeOffset from, DateTimeOffset to) => to > from ? to - from : TimeSpan.Zero;
    }
}
