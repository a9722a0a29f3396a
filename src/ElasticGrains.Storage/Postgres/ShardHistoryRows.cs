using ElasticGrains.Engine.History;
using ElasticGrains.Engine.Ledger;
using ElasticGrains.Storage.Durable;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>Reads what there is of one shard. The rows of its job's events are looked through by the server; those of the shard are sent.</summary>
internal static class ShardHistoryRows
{
    // The kind stands first in an event, the shard second; a quote inside a text has a backslash before it.
    private const string ShardOf = "substring(body from '\"shard\":([0-9]+)')::bigint";
    private const string NewShardOf = "substring(body from '\"newShard\":([0-9]+)')::bigint";
    private const string MoreOf = "coalesce(substring(body from '\"more\":([0-9]+)')::bigint, 0)";

    // The first event of a job holds its input, which may be large. Whatever a shard was in was granted with it inside.
    private const string Events = "WITH heads AS (SELECT $2 AS shard UNION SELECT " + ShardOf + " FROM events WHERE job = $1 AND sequence > 1 "
        + "AND body LIKE '{\"event\":\"granted\"%' AND " + ShardOf + " <= $2 AND " + ShardOf + " + " + MoreOf + " >= $2) "
        + "SELECT sequence, body FROM events WHERE job = $1 AND sequence > 1 AND (body LIKE '{\"event\":\"planned\"%' OR body LIKE '{\"event\":\"writer-taken\"%' "
        + "OR body LIKE '{\"event\":\"reopened\"%' OR body LIKE '{\"event\":\"finished\"%' OR " + ShardOf + " IN (SELECT shard FROM heads) OR " + NewShardOf + " = $2) "
        + "ORDER BY sequence";

    private const string Commits = "SELECT attempt, max(sequence), count(*), min(start_item), max(end_item), sum(length)::bigint, min(number), max(number), min(at), max(at) "
        + "FROM commits WHERE job = $1 AND start_item >= $2 AND start_item < $3 AND shard = $4 GROUP BY attempt ORDER BY max(sequence)";

    public static async Task<ShardRecord?> ReadAsync(NpgsqlConnection connection, string jobId, int shard)
    {
        if (await JobRows.FindAsync(connection, jobId) is not { } job)
        {
            return null;
        }

        var record = ShardRecords.Of(job.Entry, job.Totals, shard, await RowAsync(connection, job.Key, shard));
        return !record.Exists ? record : record with
        {
            Events = await EventsAsync(connection, jobId, job.Key, shard),
            Commits = await CommitsAsync(connection, job.Key, record),
        };
    }

    private static async Task<KeyValuePair<int, ShardLedgerState>?> RowAsync(NpgsqlConnection connection, long job, int shard)
    {
        await using var command = new NpgsqlCommand(
            "SELECT shard, start_item, end_item, committed_end, more FROM shards WHERE job = $1 AND shard <= $2 ORDER BY shard DESC LIMIT 1", connection);
        command.Parameters.AddValue(job);
        command.Parameters.AddValue(shard);
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync()
            ? new(row.GetInt32(0), new ShardLedgerState { Start = row.GetInt64(1), End = row.GetInt64(2), CommittedEnd = row.GetInt64(3), More = row.GetInt32(4) })
            : null;
    }

    private static async Task<List<SequencedEvent>> EventsAsync(NpgsqlConnection connection, string jobId, long job, int shard)
    {
        await using var command = new NpgsqlCommand(Events, connection);
        command.Parameters.AddValue(job);
        command.Parameters.AddValue((long)shard);
        await using var row = await command.ExecuteReaderAsync();
        var events = new List<SequencedEvent>();
        while (await row.ReadAsync())
        {
            events.Add(new SequencedEvent(row.GetInt64(0), HistoryRows.Event(jobId, row.GetString(1))));
        }

        return events;
    }

    private static async Task<List<AttemptCommits>> CommitsAsync(NpgsqlConnection connection, long job, ShardRecord record)
    {
        await using var command = new NpgsqlCommand(Commits, connection);
        command.Parameters.AddValue(job);
        command.Parameters.AddValue(record.Range.Start);
        command.Parameters.AddValue(record.Range.End);
        command.Parameters.AddValue(record.Shard);
        await using var row = await command.ExecuteReaderAsync();
        var commits = new List<AttemptCommits>();
        while (await row.ReadAsync())
        {
            commits.Add(new AttemptCommits(
                row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), new ItemRange(row.GetInt64(3), row.GetInt64(4)), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7),
                JobRow.Time(row.GetInt64(8)), JobRow.Time(row.GetInt64(9))));
        }

        return commits;
    }
}
