using ElasticGrains.Engine.Ledger;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;

namespace ElasticGrains.Engine.Verification;

/// <summary>
/// Proves from the raw rows that a job was computed exactly once: every item in one commit, by the attempt that was accepted at that
/// point, under a gap-free number, with a payload that matches. Knows nothing of the rules by which appends were judged.
/// </summary>
public static class LedgerVerifier
{
    /// <summary>What is wrong with a job by itself; empty when the ledger holds what it promises. Warnings are left out.</summary>
    public static IReadOnlyList<Finding> Verify(LedgerDump dump)
    {
        var verification = new LedgerVerification();
        verification.Add(dump);
        return [.. verification.Complete().Findings.Where(finding => !finding.IsWarning)];
    }

    internal static EventFold Check(LedgerDump dump, FindingList findings)
    {
        var fold = new EventFold(dump.Job, findings);
        foreach (var entry in InOrder(dump, findings))
        {
            fold.Add(entry);
        }

        PayloadCheck.Run(dump, findings);
        CoverCheck.Run(dump, fold is { Final: JobPhase.Succeeded, IsCopied: false }, findings);
        NumberCheck.Run(dump, findings);
        CheckJobRow(dump, fold, findings);
        CheckShardRows(dump, fold, findings);
        return fold;
    }

    private static IEnumerable<FoldEntry> InOrder(LedgerDump dump, FindingList findings)
    {
        var entries = dump.Events.Select(row => new FoldEntry(row.Sequence, row.Event, null))
            .Concat(dump.Commits.Select(row => new FoldEntry(row.Sequence, null, row)))
            .OrderBy(entry => entry.Sequence)
            .ToList();
        foreach (var damaged in dump.Events.Where(row => row.Event is null || !row.IsIntact))
        {
            findings.Add(FindingCodes.EventDamaged, $"Event {damaged.Sequence} does not match its checksum or cannot be read.");
        }

        CheckSequence(dump.Job.Totals.Sequence, entries, findings);
        return entries;
    }

    private static void CheckSequence(long last, List<FoldEntry> entries, FindingList findings)
    {
        var expected = 1L;
        foreach (var entry in entries)
        {
            if (entry.Sequence < expected || entry.Sequence > last)
            {
                findings.Add(FindingCodes.EventDuplicate, $"Event {entry.Sequence} is there twice, or outside 1 to {last}.");
                continue;
            }

            if (entry.Sequence > expected)
            {
                findings.Add(FindingCodes.EventMissing, $"Events {expected} to {entry.Sequence - 1} are missing.");
            }

            expected = entry.Sequence + 1;
        }

        if (expected <= last)
        {
            findings.Add(FindingCodes.EventMissing, $"Events {expected} to {last} are missing.");
        }
    }

    private static void CheckJobRow(LedgerDump dump, EventFold fold, FindingList findings)
    {
        var row = dump.Job.Totals;
        if (row.WriterEpoch != fold.WriterEpoch)
        {
            findings.Add(FindingCodes.WriterEpoch, $"The job's row has writer epoch {row.WriterEpoch}, its events end with {fold.WriterEpoch}.");
        }

        Compare("items", row.Items, fold.Items);
        Compare("planned shards", row.PlannedShards, fold.PlannedShards);
        Compare("shards", row.Shards, fold.Shards);
        Compare("commits", row.LastNumber, dump.Commits.Count);
        Compare("committed items", row.Committed, dump.Commits.Sum(commit => Math.Max(0, commit.End - commit.Start)));
        if (row.Cover != CoverOf(dump.Commits))
        {
            findings.Add(FindingCodes.JobRow, $"The job's row says cover hash {row.Cover}, its commits come to {CoverOf(dump.Commits)}.");
        }

        Compare("final phase", (long?)row.Final, (long?)fold.Final);
        Compare("end", row.FinishedAt?.UtcTicks, fold.FinishedAt?.UtcTicks);

        void Compare(string what, long? stated, long? found)
        {
            if (stated != found)
            {
                findings.Add(FindingCodes.JobRow, $"The job's row says {what} {stated?.ToString() ?? "none"}, its events say {found?.ToString() ?? "none"}.");
            }
        }
    }

    private static CoverHash CoverOf(IEnumerable<CommitRow> commits) =>
        commits.Aggregate(default(CoverHash), (cover, commit) => cover.With(commit.Start, commit.End, commit.Payload.Checksum));

    private static void CheckShardRows(LedgerDump dump, EventFold fold, FindingList findings)
    {
        var stated = dump.Shards.ToDictionary(row => row.Shard, row => row.State);
        foreach (var shard in stated.Keys.Union(fold.Touched.Keys).Order())
        {
            ShardLedgerState? row = stated.TryGetValue(shard, out var there) ? there : null;
            ShardLedgerState? found = fold.Touched.TryGetValue(shard, out var folded) ? folded : null;
            if (row != found)
            {
                findings.Add(FindingCodes.ShardRow, $"The row of shard {shard} says {row?.ToString() ?? "nothing"}, the events say {found?.ToString() ?? "nothing"}.", shard);
            }
        }
    }
}
