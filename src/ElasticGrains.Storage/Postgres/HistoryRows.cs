using System.Text;
using System.Text.Json;
using ElasticGrains.Blocks;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Durable;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>Reads events and commits back.</summary>
internal static class HistoryRows
{
    private const string CommitColumns = "c.number, c.shard, c.attempt, c.start_item, c.end_item, c.length, c.checksum, c.at, "
        + "c.block, c.block_length, c.block_checksum";

    // Column 11 is the sequence or the payload.
    private const int Last = 11;

    public static async Task<JobHead?> FindHeadAsync(NpgsqlConnection connection, string jobId)
    {
        if (await JobRows.FindAsync(connection, jobId) is not { } job)
        {
            return null;
        }

        await using var command = new NpgsqlCommand("SELECT body FROM events WHERE job = $1 AND sequence = 1", connection);
        command.Parameters.AddValue(job.Key);
        return await command.ExecuteScalarAsync() is string body && Event(jobId, body) is LedgerEvent.Accepted accepted
            ? new JobHead(job.Entry, accepted.Spec, job.Totals.LastNumber)
            : throw Damaged(jobId, null);
    }

    /// <summary>The last event of a job that succeeded is its end.</summary>
    public static async Task<CachedAnswer?> FindAnswerAsync(NpgsqlConnection connection, string cacheKey)
    {
        await using var command = new NpgsqlCommand(
            "SELECT j.id, j.accepted_at, e.body FROM (SELECT * FROM jobs WHERE cache_key = $1 AND final = 3 ORDER BY finished_at DESC, job DESC LIMIT 1) AS j "
            + "JOIN events e ON e.job = j.job AND e.sequence = j.sequence",
            connection);
        command.Parameters.AddValue(cacheKey);
        await using var row = await command.ExecuteReaderAsync();
        return !await row.ReadAsync() ? null
            : Event(row.GetString(0), row.GetString(2)) is LedgerEvent.Finished end ? new CachedAnswer(new AnswerSource(row.GetString(0), JobRow.Time(row.GetInt64(1))), end)
            : throw Damaged(row.GetString(0), null);
    }

    public static async Task<JobHistory?> ReadAsync(NpgsqlConnection connection, string jobId)
    {
        const string All = "SELECT " + CommitColumns + ", c.sequence FROM commits c WHERE c.job = $1";
        if (await ReadAsync(connection, jobId, All) is not var (job, events))
        {
            return null;
        }

        return events.Count == job.Totals.Sequence && events[^1].Sequence == job.Totals.Sequence
            ? new JobHistory(jobId, job.Totals.WriterEpoch, [.. events.Select(it => it.Event)])
            : throw Damaged(jobId, null);
    }

    // Committed ranges do not overlap: the commit that begins last before the end of a shard's committed prefix is the one that made the end.
    public static async Task<JobHistory?> ReadCondensedAsync(NpgsqlConnection connection, string jobId)
    {
        const string LastOfShards = "SELECT " + CommitColumns + ", c.sequence FROM shards s CROSS JOIN LATERAL (SELECT * FROM commits "
            + "WHERE job = s.job AND start_item < s.committed_end ORDER BY start_item DESC LIMIT 1) c WHERE s.job = $1 AND s.committed_end > s.start_item";
        return await ReadAsync(connection, jobId, LastOfShards) is var (job, events)
            ? new JobHistory(jobId, job.Totals.WriterEpoch, [.. events.Select(it => it.Event)]) { Totals = job.Totals.Commits }
            : null;
    }

    public static async Task<IReadOnlyList<CommittedPartial>> ReadPartialsAsync(NpgsqlConnection connection, string jobId, long from, int max)
    {
        await using var command = new NpgsqlCommand(
            "SELECT " + CommitColumns + ", c.inline FROM commits c WHERE c.job = (SELECT job FROM jobs WHERE id = $1) AND c.number >= $2 "
            + "ORDER BY c.number LIMIT $3",
            connection);
        command.Parameters.AddValue(jobId);
        command.Parameters.AddValue(from);
        command.Parameters.AddValue((long)max);
        return await PartialsAsync(command);
    }

    public static async Task<CommittedPartial?> FindPartialAsync(NpgsqlConnection connection, string jobId, long item)
    {
        await using var command = new NpgsqlCommand(
            "SELECT " + CommitColumns + ", c.inline FROM commits c WHERE c.job = (SELECT job FROM jobs WHERE id = $1) AND c.start_item <= $2 "
            + "ORDER BY c.start_item DESC LIMIT 1",
            connection);
        command.Parameters.AddValue(jobId);
        command.Parameters.AddValue(item);
        return (await PartialsAsync(command)).FirstOrDefault(partial => item < partial.Range.End);
    }

    private static async Task<(JobRow Job, List<(long Sequence, LedgerEvent Event)> Events)?> ReadAsync(
        NpgsqlConnection connection, string jobId, string commits)
    {
        if (await JobRows.FindAsync(connection, jobId) is not { } job)
        {
            return null;
        }

        var events = new List<(long Sequence, LedgerEvent Event)>();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(OfJob("SELECT sequence, body FROM events WHERE job = $1", job));
        batch.BatchCommands.Add(OfJob(commits, job));
        await using var row = await batch.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            events.Add((row.GetInt64(0), Event(jobId, row.GetString(1))));
        }

        await row.NextResultAsync();
        while (await row.ReadAsync())
        {
            events.Add((row.GetInt64(Last), new LedgerEvent.Committed(
                row.GetInt64(0), row.GetInt32(1), row.GetInt64(2), Range(row), Payload(row, default), JobRow.Time(row.GetInt64(7)))));
        }

        events.Sort((left, right) => left.Sequence.CompareTo(right.Sequence));
        return (job, events);
    }

    private static NpgsqlBatchCommand OfJob(string sql, JobRow job)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddValue(job.Key);
        return command;
    }

    private static async Task<List<CommittedPartial>> PartialsAsync(NpgsqlCommand command)
    {
        var partials = new List<CommittedPartial>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            var inline = row.IsDBNull(Last) ? [] : row.GetFieldValue<byte[]>(Last);
            partials.Add(new CommittedPartial(
                row.GetInt64(0), row.GetInt32(1), row.GetInt64(2), Range(row), Payload(row, inline), JobRow.Time(row.GetInt64(7))));
        }

        return partials;
    }

    private static ItemRange Range(NpgsqlDataReader row) => new(row.GetInt64(3), row.GetInt64(4));

    private static PartialPayload Payload(NpgsqlDataReader row, ReadOnlyMemory<byte> inline)
    {
        var block = row.IsDBNull(8) ? null : new BlockHandle(row.GetString(8), row.GetInt64(9), (ulong)row.GetInt64(10));
        return new PartialPayload(row.GetInt64(5), (ulong)row.GetInt64(6), inline.IsEmpty ? default : inline, block);
    }

    public static LedgerEvent Event(string jobId, string body)
    {
        try
        {
            return LedgerJson.Read(Encoding.UTF8.GetBytes(body));
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw Damaged(jobId, error);
        }
    }

    private static DatabaseException Damaged(string jobId, Exception? error) =>
        new($"The history of job '{jobId}' is damaged; 'eg verify' says where.", error!);
}
