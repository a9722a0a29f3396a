using System.Text;
using ElasticGrains.Hashing;
using ElasticGrains.Ledger;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>
/// The job log in PostgreSQL. Appends to one job wait for each other by a lock of their own, and for nothing else: commits neither wait for
/// them nor know of them.
/// </summary>
/// <param name="store">The database.</param>
public sealed class PostgresJobLog(PostgresStore store) : IJobLog
{
    // Any number, the same in every release: the first half of the keys of these locks.
    private const int LockClass = 0x65_67_6C_6F;

    // Numbers follow the order of commits, for the lock is held until then: who has read up to a number misses none. What does not fit is
    // counted for the rest of the append: no shorter line behind it takes its place. A later append begins at the last line that is there,
    // so one that fits may come behind the hole.
    private const string Insert = "INSERT INTO log_lines(job, line, shard, attempt, at, stream, text, total) "
        + "SELECT j.job, coalesce(l.line, 0) + n.place, n.shard, n.attempt, n.at, n.stream, n.text, n.total "
        + "FROM jobs j "
        + "LEFT JOIN LATERAL (SELECT line, total FROM log_lines WHERE job = j.job ORDER BY line DESC LIMIT 1) l ON true "
        + "CROSS JOIN LATERAL (SELECT u.*, coalesce(l.total, 0) + sum(u.bytes) OVER (ORDER BY u.place) AS total "
        + "FROM unnest($2, $3, $4, $5, $6, $7) WITH ORDINALITY AS u(shard, attempt, at, stream, text, bytes, place)) n "
        + "WHERE j.id = $1 AND (n.total <= $8 OR n.bytes = 0)";

    private const string Select = "SELECT line, shard, attempt, at, stream, text FROM log_lines WHERE job = (SELECT job FROM jobs WHERE id = $1) "
        + "AND line > $2 AND ($3 IS NULL OR shard = $3) AND ($4 IS NULL OR attempt = $4) ORDER BY line LIMIT $5";

    /// <inheritdoc/>
    public Task<int> AppendAsync(string jobId, IReadOnlyList<LogLine> lines, long mostBytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return store.RunAsync(
            async connection =>
            {
                var insert = new NpgsqlBatchCommand(Insert);
                insert.Parameters.AddValue(jobId);
                insert.Parameters.Column(lines, line => line.Shard);
                insert.Parameters.Column(lines, line => line.Attempt);
                insert.Parameters.Column(lines, line => line.At.UtcTicks);
                insert.Parameters.Column(lines, line => (int)line.Stream);
                insert.Parameters.Column(lines, line => line.Text);
                insert.Parameters.Column(lines, line => line.Bytes);
                insert.Parameters.AddValue(mostBytes);
                await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Lock(jobId), insert } };
                await batch.ExecuteNonQueryAsync(cancellationToken);
                return Math.Max(0, (int)insert.Rows - lines.Count(line => line.Stream == LogStream.Notice));
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LogLine>> ReadAsync(string jobId, LogQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return store.RepeatableAsync<IReadOnlyList<LogLine>>(
            async connection =>
            {
                await using var command = new NpgsqlCommand(Select, connection);
                command.Parameters.AddValue(jobId);
                command.Parameters.AddValue(query.After);
                command.Parameters.AddValue(query.Shard);
                command.Parameters.AddValue(query.Attempt);
                command.Parameters.AddValue((long)query.Max);
                var lines = new List<LogLine>();
                await using var row = await command.ExecuteReaderAsync(cancellationToken);
                while (await row.ReadAsync(cancellationToken))
                {
                    lines.Add(new LogLine(row.GetInt32(1), row.GetInt64(2), JobRow.Time(row.GetInt64(3)), (LogStream)row.GetInt32(4), row.GetString(5))
                    {
                        Number = row.GetInt64(0),
                    });
                }

                return lines;
            },
            cancellationToken);
    }

    /// <summary>Keeps others from appending to a job's log until the end of the transaction: first of those who append, and who purge.</summary>
    internal static NpgsqlBatchCommand Lock(string jobId)
    {
        var command = new NpgsqlBatchCommand("SELECT pg_advisory_xact_lock($1, $2)");
        command.Parameters.AddValue(LockClass);
        command.Parameters.AddValue((int)Checksum.Of(Encoding.UTF8.GetBytes(jobId)));
        return command;
    }
}
