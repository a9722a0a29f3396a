using System.Text.Json;
using ElasticGrains.Blocks;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>Reads events and commits back.</summary>
internal static class HistoryTable
{
    private const string CommitColumns = "number, shard, attempt, start_item, end_item, length, checksum, at, block, block_length, block_checksum";

    public static JobHistory? Read(SqliteSession session, string jobId)
    {
        if (JobTable.Find(session, jobId) is not var (key, totals))
        {
            return null;
        }

        var events = new LedgerEvent[totals.Sequence];
        try
        {
            var row = session["SELECT sequence, body FROM events WHERE job = ?"].Bind(key);
            while (row.Step())
            {
                events[row.Long(0) - 1] = LedgerJson.Read(row.Bytes(1));
            }

            var commit = session["SELECT " + CommitColumns + ", sequence FROM commits WHERE job = ?"].Bind(key);
            while (commit.Step())
            {
                var it = ReadCommit(commit, default);
                events[commit.Long(11) - 1] = new LedgerEvent.Committed(it.Number, it.Shard, it.Attempt, it.Range, it.Payload, it.At);
            }
        }
        catch (Exception error) when (error is JsonException or ArgumentException or IndexOutOfRangeException)
        {
            throw Damaged(jobId, error);
        }

        return Array.IndexOf(events, null) < 0 ? new JobHistory(jobId, totals.WriterEpoch, events) : throw Damaged(jobId, null);
    }

    public static IReadOnlyList<CommittedPartial> ReadPartials(SqliteSession session, string jobId, long from, int max)
    {
        var partials = new List<CommittedPartial>();
        if (JobTable.FindKey(session, jobId) is { } key)
        {
            var row = session["SELECT " + CommitColumns + ", inline FROM commits WHERE job = ? AND number >= ? ORDER BY number LIMIT ?"]
                .Bind(key).Bind(from).Bind(max);
            while (row.Step())
            {
                partials.Add(ReadCommit(row, row.Bytes(11)));
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

        var row = session["SELECT " + CommitColumns + ", inline FROM commits WHERE job = ? AND start_item <= ? ORDER BY start_item DESC LIMIT 1"]
            .Bind(key).Bind(item);
        return row.Step() && item < row.Long(4) ? ReadCommit(row, row.Bytes(11)) : null;
    }

    private static CommittedPartial ReadCommit(SqliteStatement row, ReadOnlySpan<byte> inline)
    {
        var block = row.TextOrNull(8) is { } id ? new BlockHandle(id, row.Long(9), (ulong)row.Long(10)) : null;
        var payload = new PartialPayload(row.Long(5), (ulong)row.Long(6), inline.IsEmpty ? default(ReadOnlyMemory<byte>) : inline.ToArray(), block);
        return new CommittedPartial(
            row.Long(0), (int)row.Long(1), row.Long(2), new ItemRange(row.Long(3), row.Long(4)), payload, JobTable.Time(row.Long(7)));
    }

    private static StateDirectoryException Damaged(string jobId, Exception? error) =>
        new($"The history of job '{jobId}' is damaged; 'eg verify' says where.", error);
}
