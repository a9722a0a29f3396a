using ElasticGrains.Ledger;
using ElasticGrains.Storage.Durable;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>Reads and locks rows of <c>jobs</c>.</summary>
internal static class JobRows
{
    private const string Select = "SELECT " + JobRow.Columns + " FROM jobs";

    private static readonly string SelectQueried = Select + " WHERE ($1 IS NULL OR (final IS NOT NULL) = $1) AND ($2 IS NULL OR " + PhaseSql.Phase + " = $2) "
        + "AND ($3 IS NULL OR coalesce(finished_at, accepted_at) <= $3) AND ($4 = '{}' OR coalesce(tags, '{}')::jsonb @> $4::jsonb) "
        + "ORDER BY accepted_at DESC, job DESC LIMIT $5";

    /// <summary>Begins a transaction and locks the rows of these jobs: one round trip. In the order of ids, as every transaction takes its locks.</summary>
    public static async Task<List<JobRow>> LockAsync(NpgsqlConnection connection, string[] ids)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
        var select = new NpgsqlBatchCommand(Select + " WHERE id = ANY($1) ORDER BY id FOR UPDATE");
        select.Parameters.AddArray(ids);
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteReaderAsync();
        var rows = new List<JobRow>();
        while (await reader.ReadAsync())
        {
            rows.Add(JobRow.Read(reader));
        }

        return rows;
    }

    /// <summary>Sets keys aside for jobs to come.</summary>
    public static async Task<IReadOnlyList<long>> TakeKeysAsync(NpgsqlConnection connection, int count)
    {
        await using var command = new NpgsqlCommand("SELECT nextval(pg_get_serial_sequence('jobs', 'job')) FROM generate_series(1, $1)", connection);
        command.Parameters.AddValue(count);
        await using var reader = await command.ExecuteReaderAsync();
        var keys = new List<long>(count);
        while (await reader.ReadAsync())
        {
            keys.Add(reader.GetInt64(0));
        }

        return keys;
    }

    public static async Task<JobRow?> FindAsync(NpgsqlConnection connection, string jobId)
    {
        await using var command = new NpgsqlCommand(Select + " WHERE id = $1", connection);
        command.Parameters.AddValue(jobId);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? JobRow.Read(reader) : null;
    }

    public static async Task<IReadOnlyList<JobRow>> ListAsync(NpgsqlConnection connection, JobQuery query)
    {
        await using var command = new NpgsqlCommand(SelectQueried, connection);
        command.Parameters.AddValue(query.HasEnded);
        command.Parameters.AddValue((int?)query.Phase);
        command.Parameters.AddValue(query.Until?.UtcTicks);
        command.Parameters.AddValue(TagsJson.Write(query.Tags) ?? "{}");
        command.Parameters.AddValue((long?)query.Max);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<JobRow>();
        while (await reader.ReadAsync())
        {
            rows.Add(JobRow.Read(reader));
        }

        return rows;
    }

    public static async Task<IReadOnlyDictionary<string, string>> ListCancelRequestsAsync(NpgsqlConnection connection)
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("SELECT id, cancel_reason FROM jobs WHERE final IS NULL AND cancel_reason IS NOT NULL", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            reasons[reader.GetString(0)] = reader.GetString(1);
        }

        return reasons;
    }

    public static Task<IReadOnlyList<string>> ListIdsAsync(NpgsqlConnection connection) => ReadIdsAsync(connection, "SELECT id FROM jobs ORDER BY job");

    public static Task<IReadOnlyList<string>> ListUnfinishedAsync(NpgsqlConnection connection) =>
        ReadIdsAsync(connection, "SELECT id FROM jobs WHERE final IS NULL ORDER BY accepted_at, job");

    private static async Task<IReadOnlyList<string>> ReadIdsAsync(NpgsqlConnection connection, string query)
    {
        var ids = new List<string>();
        await using var command = new NpgsqlCommand(query, connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }
}
