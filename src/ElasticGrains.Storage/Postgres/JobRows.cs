using ElasticGrains.Hashing;
using ElasticGrains.Ledger;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>Reads and locks rows of <c>jobs</c>.</summary>
internal static class JobRows
{
    private const string Select = "SELECT " + JobRow.Columns + " FROM jobs";

    // In the order of ids, as the locks are taken: two silos with the same new jobs must not wait for each other.
    private const string Insert = "INSERT INTO jobs(id, kernel, spec_hash, accepted_at, items, writer_epoch, version, sequence, shards, last_number, "
        + "committed, cover) SELECT id, kernel, spec_hash, accepted_at, items, 0, 0, 1, 0, 0, 0, $6 FROM unnest($1, $2, $3, $4, $5) "
        + "AS n(id, kernel, spec_hash, accepted_at, items) ON CONFLICT (id) DO NOTHING RETURNING id";

    /// <summary>Begins a transaction, inserts the jobs that are new and locks the rows of all: one round trip.</summary>
    public static async Task<(HashSet<string> Inserted, List<JobRow> Rows)> LockAsync(
        NpgsqlConnection connection, List<LedgerEvent.Accepted> accepted, string[] ids)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
        if (accepted.Count > 0)
        {
            var insert = new NpgsqlBatchCommand(Insert);
            insert.Parameters.Column(accepted, job => job.Spec.Id);
            insert.Parameters.Column(accepted, job => job.Spec.Kernel);
            insert.Parameters.Column(accepted, job => job.SpecHash);
            insert.Parameters.Column(accepted, job => job.At.UtcTicks);
            insert.Parameters.Column(accepted, job => job.Items);
            insert.Parameters.AddValue(default(CoverHash).ToString());
            batch.BatchCommands.Add(insert);
        }

        var select = new NpgsqlBatchCommand(Select + " WHERE id = ANY($1) ORDER BY id FOR UPDATE");
        select.Parameters.AddArray(ids);
        batch.BatchCommands.Add(select);

        var inserted = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await batch.ExecuteReaderAsync();
        if (accepted.Count > 0)
        {
            while (await reader.ReadAsync())
            {
                inserted.Add(reader.GetString(0));
            }

            await reader.NextResultAsync();
        }

        return (inserted, await ReadAllAsync(reader));
    }

    public static async Task<JobRow?> FindAsync(NpgsqlConnection connection, string jobId)
    {
        await using var command = new NpgsqlCommand(Select + " WHERE id = $1", connection);
        command.Parameters.AddValue(jobId);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? JobRow.Read(reader) : null;
    }

    public static async Task<IReadOnlyList<JobRow>> ListAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Select + " ORDER BY accepted_at DESC, job DESC", connection);
        await using var reader = await command.ExecuteReaderAsync();
        return await ReadAllAsync(reader);
    }

    public static async Task<IReadOnlyList<string>> ListUnfinishedAsync(NpgsqlConnection connection)
    {
        var ids = new List<string>();
        await using var command = new NpgsqlCommand("SELECT id FROM jobs WHERE final IS NULL ORDER BY accepted_at, job", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    private static async Task<List<JobRow>> ReadAllAsync(NpgsqlDataReader reader)
    {
        var rows = new List<JobRow>();
        while (await reader.ReadAsync())
        {
            rows.Add(JobRow.Read(reader));
        }

        return rows;
    }
}
