using System.Text.Json;
using ElasticGrains.Blocks;
using ElasticGrains.Engine.Ledger;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Durable;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>Reads events and commits back.</summary>
internal static class HistoryTable
{
    private const string CommitColumns = "c.number, c.shard, c.attempt, c.start_item, c.end_item, c.length, c.checksum, c.at, "
        + "c.block, c.block_length, c.block_checksum";

    public static JobHead? FindHead(SqliteSession session, string jobId)
    {
        if (JobTable.FindEntry(session, jobId) is not var (key, entry, lastNumber))
        {
            return null;
        }

        var first = session["SELECT body FROM events WHERE job = ? AND sequence = 1"].Bind(key);
        try
        {
            return first.Step() && LedgerJson.Read(first.Bytes(0)) is LedgerEvent.Accepted accepted
                ? new JobHead(entry, accepted.Spec, lastNumber)
                : throw Damaged(jobId, null);
        }
        catch (JsonException error)
        {
            throw Damaged(jobId, error);
        }
    }

    /// <summary>The last event of a job that succeeded is its end.</summary>
    public static CachedAnswer? FindAnswer(SqliteSession session, string cacheKey)
    {
        var row = session["SELECT j.id, j.accepted_at, e.body FROM (SELECT * FROM jobs WHERE cache_key = ? AND final = 3 ORDER BY finished_at DESC, job DESC LIMIT 1) AS j "
            + "JOIN events e ON e.job = j.job AND e.sequence = j.sequence"]
            .Bind(cacheKey);
        if (!row.Step())
        {
            return null;
        }

        try
        {
            return LedgerJson.Read(row.Bytes(2)) is LedgerEvent.Finished end
                ? new CachedAnswer(new AnswerSource(row.Text(0), JobTable.Time(row.Long(1))), end)
                : throw Damaged(row.Text(0), null);
        }
        catch (JsonException error)
        {
            throw Damaged(row.Text(0), error);
        }
    }

    public static JobHistory? Read(SqliteSession session, string jobId) =>
        Read(session, jobId, "SELECT " + CommitColumns + ", c.sequence FROM commits c WHERE c.job = ?") is var (totals, events)
            ? Array.TrueForAll(events, it => it is not null) ? new JobHistory(jobId, totals.WriterEpoch, events!) : throw Damaged(jobId, null)
            : null;

    // Committed ranges do not overlap: the commit that begins last before the end of a shard's committed prefix is the one that made the end.
    public static JobHistory? ReadCondensed(SqliteSession session, string jobId) =>
        Read(session, jobId, "SELECT " + CommitColumns + ", c.sequence FROM shards s CROSS JOIN commits c WHERE s.job = ? "
            + "AND s.committed_end > s.start_item AND c.job = s.job "
            + "AND c.start_item = (SELECT max(start_item) FROM commits WHERE job = s.job AND start_item < s.committed_end)") is var (totals, events)
            ? new JobHistory(jobId, totals.WriterEpoch, [.. events.OfType<LedgerEvent>()]) { Totals = totals.Commits }
            : null;

    private static (JobLedgerTotals Totals, LedgerEvent?[] Events)? Read(SqliteSession session, string jobId, string commits)
    {
        if (JobTable.Find(session, jobId) is not var (key, totals))
        {
            return null;
        }

        // By sequence; a condensed history leaves gaps.
        var events = new LedgerEvent?[totals.Sequence];
        try
        {
            var row = session["SELECT sequence, body FROM events WHERE job = ?"].Bind(key);
            while (row.Step())
            {
                events[row.Long(0) - 1] = LedgerJson.Read(row.Bytes(1));
            }

            var commit = session[commits].Bind(key);
            while (commit.Step())
            {
                events[commit.Long(11) - 1] = new LedgerEvent.Committed(
                    commit.Long(0), (int)commit.Long(1), commit.Long(2), ReadRange(commit), ReadPayload(commit, default), JobTable.Time(commit.Long(7)));
            }
        }
        catch (Exception error) when (error is JsonException or ArgumentException or IndexOutOfRangeException)
        {
            throw Damaged(jobId, error);
        }

        return (totals, events);
    }

    public static IReadOnlyList<CommittedPartial> ReadPartials(SqliteSession session, string jobId, long from, int max)
    {
        var partials = new List<CommittedPartial>();
        if (JobTable.FindKey(session, jobId) is { } key)
        {
            var row = session["SELECT " + CommitColumns + ", c.inline FROM commits c WHERE c.job = ? AND c.number >= ? ORDER BY c.number LIMIT ?"]
                .Bind(key).Bind(from).Bind(max);
            while (row.Step())
            {
                partials.Add(ReadPartial(row));
            }
        }

        return partials;
    }

    public static CommittedPartial? FindPartial(SqliteSession session, string jobId, long item)
    {
        if (JobTable.FindKey(session, jobId) is not { } key)
        {
            return null;
        }

        var row = session["SELECT " + CommitColumns + ", c.inline FROM commits c WHERE c.job = ? AND c.start_item <= ? "
            + "ORDER BY c.start_item DESC LIMIT 1"]
            .Bind(key).Bind(item);
        return row.Step() && item < row.Long(4) ? ReadPartial(row) : null;
    }

    private static CommittedPartial ReadPartial(SqliteStatement row) =>
        new(row.Long(0), (int)row.Long(1), row.Long(2), ReadRange(row), ReadPayload(row, row.Bytes(11)), JobTable.Time(row.Long(7)));

    private static ItemRange ReadRange(SqliteStatement row) => new(row.Long(3), row.Long(4));

    private static PartialPayload ReadPayload(SqliteStatement row, ReadOnlySpan<byte> inline)
    {
        var block = row.TextOrNull(8) is { } id ? new BlockHandle(id, row.Long(9), (ulong)row.Long(10)) : null;
        return new PartialPayload(row.Long(5), (ulong)row.Long(6), inline.IsEmpty ? default(ReadOnlyMemory<byte>) : inline.ToArray(), block);
    }

    public static StateDirectoryException Damaged(string jobId, Exception? error) =>
        new($"The history of job '{jobId}' is damaged; 'eg verify' says where.", error);
}
