using ElasticGrains.Ledger;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>The job log in a ledger file. Its appends share transactions with what else is written.</summary>
/// <param name="store">The file.</param>
public sealed class SqliteJobLog(SqliteStore store) : IJobLog
{
    /// <inheritdoc/>
    public Task<int> AppendAsync(string jobId, IReadOnlyList<LogLine> lines, long mostBytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return store.WriteAsync(session => Append(session, jobId, lines, mostBytes), lines.Sum(line => line.Bytes), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LogLine>> ReadAsync(string jobId, LogQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return store.ReadAsync(session => Read(session, jobId, query), cancellationToken);
    }

    private static int Append(SqliteSession session, string jobId, IReadOnlyList<LogLine> lines, long mostBytes)
    {
        if (JobTable.FindKey(session, jobId) is not { } key)
        {
            return 0;
        }

        var kept = 0;
        var (number, total) = Last(session, key);
        foreach (var line in lines)
        {
            // What does not fit is counted for the rest of the append: no shorter line behind it takes its place. A later append begins at the
            // last line that is there, so one that fits may come behind the hole.
            total += line.Bytes;
            var isNotice = line.Stream == LogStream.Notice;
            if (isNotice || total <= mostBytes)
            {
                kept += isNotice ? 0 : 1;
                session["INSERT INTO log_lines(job, line, shard, attempt, at, stream, text, total) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"]
                    .Bind(key).Bind(++number).Bind(line.Shard).Bind(line.Attempt).Bind(line.At.UtcTicks).Bind((long)line.Stream).Bind(line.Text).Bind(total).Run();
            }
        }

        return kept;
    }

    private static (long Number, long Total) Last(SqliteSession session, long key)
    {
        var row = session["SELECT line, total FROM log_lines WHERE job = ? ORDER BY line DESC LIMIT 1"].Bind(key);
        var last = row.Step() ? (row.Long(0), row.Long(1)) : default;
        row.Reset();
        return last;
    }

    private static IReadOnlyList<LogLine> Read(SqliteSession session, string jobId, LogQuery query)
    {
        var lines = new List<LogLine>();
        if (JobTable.FindKey(session, jobId) is { } key)
        {
            var row = session["SELECT line, shard, attempt, at, stream, text FROM log_lines WHERE job = ?1 AND line > ?2 "
                + "AND (?3 IS NULL OR shard = ?3) AND (?4 IS NULL OR attempt = ?4) ORDER BY line LIMIT ?5"]
                .Bind(key).Bind(query.After).Bind(query.Shard).Bind(query.Attempt).Bind(query.Max);
            while (row.Step())
            {
                lines.Add(new LogLine((int)row.Long(1), row.Long(2), JobTable.Time(row.Long(3)), (LogStream)row.Long(4), row.Text(5)) { Number = row.Long(0) });
            }
        }

        return lines;
    }
}
