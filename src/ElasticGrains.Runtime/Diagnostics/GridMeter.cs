using System.Diagnostics.Metrics;
using ElasticGrains.Diagnostics;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>What silos count.</summary>
internal static class GridMeter
{
    private static readonly Meter Meter = new(Telemetry.Name, ProductVersion.Text);

    private static readonly Counter<long> Accepted = Meter.CreateCounter<long>("elasticgrains.jobs.accepted", "{job}", "Jobs that are in the ledger for good.");
    private static readonly Counter<long> Ended = Meter.CreateCounter<long>("elasticgrains.jobs.ended", "{job}", "Jobs that have ended, by outcome.");
    private static readonly Counter<long> Woken = Meter.CreateCounter<long>("elasticgrains.jobs.woken", "{job}", "Jobs that a new writer went on with.");
    private static readonly Counter<long> TurnedAway = Meter.CreateCounter<long>("elasticgrains.jobs.turned_away", "{job}", "Submissions that were told to come back later.");
    private static readonly Counter<long> Fenced = Meter.CreateCounter<long>("elasticgrains.jobs.fenced", "{job}", "Writers that found another in their place.");
    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>("elasticgrains.shard.attempts", "{attempt}", "Attempts that began to run.");
    private static readonly Counter<long> Items = Meter.CreateCounter<long>("elasticgrains.items.committed", "{item}", "Items in committed ranges.");
    private static readonly Counter<long> Warmed = Meter.CreateCounter<long>("elasticgrains.warm_states.ready", "{state}", "Warm states that were made, or carried over from another silo.");
    private static readonly Counter<long> BlocksRead = Meter.CreateCounter<long>("elasticgrains.blocks.read", "By", "Bytes of blocks that were read, by where they were found.");
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>("elasticgrains.calls.refused", "{call}", "Calls without the cluster's token.");

    private static readonly Counter<long> Lookups = Meter.CreateCounter<long>("elasticgrains.cache.lookups", "{lookup}", "New jobs that may take the answer of an earlier one, by whether there was one.");

    private static readonly Histogram<double> Append = Meter.CreateHistogram<double>(
        "elasticgrains.ledger.append.duration", "s", "From an append to the ledger's answer, grouping and flush included.");

    public static void JobAccepted() => Accepted.Add(1);

    public static void JobEnded(JobPhase phase) => Ended.Add(1, new KeyValuePair<string, object?>("outcome", phase.ToString()));

    public static void JobWoken() => Woken.Add(1);

    public static void JobTurnedAway() => TurnedAway.Add(1);

    public static void JobFenced() => Fenced.Add(1);

    public static void AttemptBegun() => Attempts.Add(1);

    public static void WarmStateReady(string how) => Warmed.Add(1, new KeyValuePair<string, object?>("how", how));

    public static void BlockRead(string where, long bytes) => BlocksRead.Add(bytes, new KeyValuePair<string, object?>("from", where));

    public static void ItemsCommitted(long items) => Items.Add(items);

    public static void CallRefused() => Refused.Add(1);

    public static void CacheLookedUp(bool isHit) => Lookups.Add(1, new KeyValuePair<string, object?>("result", isHit ? "hit" : "miss"));

    public static void Appended(TimeSpan took, AppendStatus? status) =>
        Append.Record(took.TotalSeconds, new KeyValuePair<string, object?>("status", status?.ToString() ?? "Failed"));

    /// <summary>Watches a silo's slots for as long as the process lives.</summary>
    public static void ObserveSlots(Func<(int Busy, int Usable)> read)
    {
        Meter.CreateObservableGauge("elasticgrains.slots.busy", () => read().Busy, "{slot}", "Slots on which a kernel runs.");
        Meter.CreateObservableGauge("elasticgrains.slots.usable", () => read().Usable, "{slot}", "Slots that were not retired.");
    }
}
