using System.Buffers.Binary;
using ElasticGrains.Engine.Ledger;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Verification;

/// <summary>Draws a job's receipt from its history.</summary>
public static class ReceiptBuilder
{
    // Start, end and checksum of a commit, 8 bytes each.
    private const int CoverEntry = 24;

    /// <summary>The receipt as of the last event.</summary>
    /// <exception cref="ArgumentException">The history does not begin with <see cref="LedgerEvent.Accepted"/>.</exception>
    public static JobReceipt Build(JobHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var accepted = history.Events.Count > 0 && history.Events[0] is LedgerEvent.Accepted first
            ? first
            : throw new ArgumentException($"The history of job '{history.JobId}' does not begin with its acceptance.", nameof(history));
        var events = history.Events;
        var commits = events.OfType<LedgerEvent.Committed>().ToList();
        var finished = events.OfType<LedgerEvent.Finished>().LastOrDefault();
        var planned = events.OfType<LedgerEvent.Planned>().FirstOrDefault()?.Shards;
        var splits = events.Count(it => it is LedgerEvent.Split);
        var covered = commits.Sum(commit => commit.Range.Length);
        return new JobReceipt
        {
            Id = history.JobId,
            Kernel = $"{accepted.Spec.Kernel}@{accepted.Spec.KernelVersion}",
            SpecHash = accepted.SpecHash,
            Phase = new JobLedgerTotals { Items = accepted.Items, PlannedShards = planned, Committed = covered, Final = finished?.Outcome.Phase }.Phase,
            Items = accepted.Items,
            Covered = covered,
            Commits = commits.Count,
            Shards = (planned ?? 0) + splits,
            Attempts = events.Count(it => it is LedgerEvent.Granted),
            Splits = splits,
            Writers = history.WriterEpoch,
            CoverHash = CoverHash(commits),
            ResultHash = finished?.ResultHash,
            AcceptedAt = accepted.At,
            FinishedAt = finished?.At,
        };
    }

    /// <summary>XxHash128 over (start, end, checksum) of the commits in item order, each as 8 bytes little-endian.</summary>
    private static string CoverHash(List<LedgerEvent.Committed> commits)
    {
        var bytes = new byte[commits.Count * CoverEntry];
        var rest = bytes.AsSpan();
        foreach (var commit in commits.OrderBy(commit => commit.Range.Start))
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, commit.Range.Start);
            BinaryPrimitives.WriteInt64LittleEndian(rest[8..], commit.Range.End);
            BinaryPrimitives.WriteUInt64LittleEndian(rest[16..], commit.Payload.Checksum);
            rest = rest[CoverEntry..];
        }

        return Checksum.IdentityOf(bytes);
    }
}
