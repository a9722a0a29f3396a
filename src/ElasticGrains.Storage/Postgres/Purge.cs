using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>Deletes jobs that have ended, each in a transaction of its own: beside the writer, which does not know ended jobs.</summary>
internal static class Purge
{
    // The row of the job goes last: until then nobody can take its id. Locked, it cannot be opened again meanwhile.
    private const string Lock = "SELECT job FROM jobs WHERE id = $1 AND final IS NOT NULL FOR UPDATE";

    private static readonly string[] ByKey =
    [
        "DELETE FROM log_lines WHERE job = $1",
        "DELETE FROM commits WHERE job = $1",
        "DELETE FROM shards WHERE job = $1",
        "DELETE FROM events WHERE job = $1",
        "DELETE FROM jobs WHERE job = $1",
    ];

    private static readonly string[] ById =
    [
        "DELETE FROM block_chunks WHERE block IN (SELECT block FROM blocks WHERE job = $1)",
        RemoteBlocks.DeleteRows("job = $1"),
    ];

    public static async Task<int> RunAsync(NpgsqlConnection connection, IEnumerable<string> jobIds, CancellationToken cancellationToken)
    {
        var purged = 0;
        foreach (var id in jobIds)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var find = new NpgsqlCommand(Lock, connection);
            find.Parameters.AddValue(id);
            if (await find.ExecuteScalarAsync(cancellationToken) is long key)
            {
                await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
                batch.BatchCommands.Add(PostgresJobLog.Lock(id));
                Array.ForEach(ById, sql => Add(batch, sql, id));
                Array.ForEach(ByKey, sql => Add(batch, sql, key));
                await batch.ExecuteNonQueryAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                purged++;
            }
        }

        return purged;
    }

    private static void Add<T>(NpgsqlBatch batch, string sql, T parameter)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddValue(parameter);
        batch.BatchCommands.Add(command);
    }
}
