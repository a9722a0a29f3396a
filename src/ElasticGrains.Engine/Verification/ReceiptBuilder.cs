using ElasticGrains.Engine.Ledger;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Verification;

/// <summary>Draws a job's receipt from its history.</summary>
public static class ReceiptBuilder
{
    /// <summary>The receipt as of the last event.</summary>
    /// <exception cref="ArgumentException">The history does not begin with <see cref="LedgerEvent.Accepted"/>.</exception>
    public static JobReceipt Build(JobHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var accepted = history.Events.Count > 0 && history.Events[0] is LedgerEvent.Accepted first
            ? first
            : throw new ArgumentException($"The history of job '{history.JobId}' does not begin with its acceptance.", nameof(history));
        var events = history.Events;
        var totals = history.Totals ?? CommitTotals.Of(events);
        var finished = events.LastOrDefault(it => it is LedgerEvent.Finished or LedgerEvent.Reopened) as LedgerEvent.Finished;
        var planned = events.OfType<LedgerEvent.Planned>().FirstOrDefault()?.Shards;
        var splits = events.OfType<LedgerEvent.Split>().ToList();
        return new JobReceipt
        {
            Id = history.JobId,
            Kernel = $"{accepted.Spec.Kernel}@{accepted.Spec.KernelVersion}",
            SpecHash = accepted.SpecHash,
            Phase = new JobLedgerTotals { Items = accepted.Items, PlannedShards = planned, Committed = totals.Items, Final = finished?.Outcome.Phase }.Phase,
            Items = accepted.Items,
            Covered = totals.Items,
            Commits = totals.Commits,
            Shards = (planned ?? 0) + splits.Count(split => split.NewShard >= planned),
            Attempts = events.Count(it => it is LedgerEvent.Granted),
            Splits = splits.Count,
            Writers = history.WriterEpoch,
            CoverHash = totals.Cover.ToString(),
            ResultHash = finished?.ResultHash,
            AcceptedAt = accepted.At,
            FinishedAt = finished?.At,
            CopiedFrom = finished?.CopiedFrom?.JobId,
        };
    }
}
