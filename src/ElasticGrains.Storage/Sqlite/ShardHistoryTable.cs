using System.Text.Json;
using ElasticGrains.Engine.History;
using ElasticGrains.Engine.Ledger;
using ElasticGrains.Storage.Durable;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>Reads what there is of one shard.</summary>
internal static class ShardHistoryTable
{
    // What is no JSON any more is for 'eg verify' to find.
    private const string Fields = "SELECT sequence, body, json_extract(body, '$.event') AS kind, json_extract(body, '$.shard') AS shard, "
        + "json_extract(body, '$.newShard') AS new_shard, coalesce(json_extract(body, '$.more'), 0) AS more "
        + "FROM (SELECT sequence, CASE WHEN json_valid(body) THEN body ELSE '{}' END AS body FROM events WHERE job = ?1 AND sequence > 1)";

    // The first event of a job holds its input, which may be large. Whatever a shard was in was granted with it inside.
    private const string Events = "SELECT sequence, body FROM (" + Fields + ") WHERE kind IN ('planned', 'writer-taken', 'reopened', 'finished') OR new_shard = ?2 OR shard = ?2 "
        + "OR shard IN (SELECT shard FROM (" + Fields + ") WHERE kind = 'granted' AND shard <= ?2 AND shard + more >= ?2) ORDER BY sequence";

    private const string Commits = "SELECT attempt, max(sequence), count(*), min(start_item), max(end_item), sum(length), min(number), max(number), min(at), max(at) "
        + "FROM commits WHERE job = ? AND start_item >= ? AND start_item < ? AND shard = ? GROUP BY attempt ORDER BY max(sequence)";

    public static ShardRecord? Read(SqliteSession session, string jobId, int shard)
    {
        if (JobTable.Find(session, jobId) is not var (key, totals) || JobTable.FindEntry(session, jobId) is not var (_, entry, _))
        {
            return null;
        }

        var record = ShardRecords.Of(entry, totals, shard, Row(session, key, shard));
        return record.Exists ? record with { Events = ReadEvents(session, jobId, key, shard), Commits = ReadCommits(session, key, record) } : record;
    }

    private static KeyValuePair<int, ShardLedgerState>? Row(SqliteSession session, long key, int shard)
    {
        var row = session["SELECT shard, start_item, end_item, committed_end, more FROM shards WHERE job = ? AND shard <= ? ORDER BY shard DESC LIMIT 1"]
            .Bind(key).Bind(shard);
        return row.Step()
            ? new((int)row.Long(0), new ShardLedgerState { Start = row.Long(1), End = row.Long(2), CommittedEnd = row.Long(3), More = (int)row.Long(4) })
            : null;
    }

    private static List<SequencedEvent> ReadEvents(SqliteSession session, string jobId, long key, int shard)
    {
        var events = new List<SequencedEvent>();
        var row = session[Events].Bind(key).Bind(shard);
        try
        {
            while (row.Step())
            {
                events.Add(new SequencedEvent(row.Long(0), LedgerJson.Read(row.Bytes(1))));
            }
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw HistoryTable.Damaged(jobId, error);
        }

        return events;
    }

    private static List<AttemptCommits> ReadCommits(SqliteSession session, long key, ShardRecord record)
    {
        var commits = new List<AttemptCommits>();
        var row = session[Commits].Bind(key).Bind(record.Range.Start).Bind(record.Range.End).Bind(record.Shard);
        while (row.Step())
        {
            commits.Add(new AttemptCommits(
                row.Long(0), row.Long(1), row.Long(2), new ItemRange(row.Long(3), row.Long(4)), row.Long(5), row.Long(6), row.Long(7),
                JobTable.Time(row.Long(8)), JobTable.Time(row.Long(9))));
        }

        return commits;
    }
}
