using System.Globalization;
using System.Text;
using System.Text.Json;
using ElasticGrains.Storage.Durable;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>The blocks of jobs that have ended to which nothing in the ledger refers.</summary>
internal static class PostgresOrphans
{
    // Locked, the job cannot be opened again meanwhile. Most jobs have no blocks, and are not looked at further.
    private const string Lock = "SELECT job FROM jobs WHERE id = $1 AND final IS NOT NULL AND EXISTS (SELECT 1 FROM blocks WHERE blocks.job = $1) FOR UPDATE";

    private const string Blocks = "SELECT block FROM blocks WHERE job = $1";

    private const string Committed = "SELECT block FROM commits WHERE job = $1 AND block IS NOT NULL";

    // An event that refers to a block does so under a name that ends so: "block", "resultBlock".
    private const string Events = "SELECT body FROM events WHERE job = $1 AND body ILIKE '%block\"%'";

    private static readonly string[] Delete = ["DELETE FROM block_chunks WHERE block = ANY($1)", "DELETE FROM blocks WHERE block = ANY($1)"];

    /// <summary>Deletes those of a job; none when it has not ended.</summary>
    public static async Task<int> DeleteAsync(NpgsqlConnection connection, string job, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var find = Command(connection, Lock, job);
        if (await find.ExecuteScalarAsync(cancellationToken) is not long key || await FindAsync(connection, job, key, cancellationToken) is not { Length: > 0 } orphans)
        {
            return 0;
        }

        foreach (var sql in Delete)
        {
            await using var delete = Command(connection, sql, orphans);
            await delete.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return orphans.Length;
    }

    private static async Task<long[]> FindAsync(NpgsqlConnection connection, string job, long key, CancellationToken cancellationToken)
    {
        var orphans = new HashSet<long>();
        await ReadAsync(connection, Blocks, job, row => orphans.Add(row.GetInt64(0)), cancellationToken);
        await ReadAsync(connection, Committed, key, row => orphans.Remove(long.Parse(row.GetString(0), CultureInfo.InvariantCulture)), cancellationToken);
        try
        {
            await ReadAsync(
                connection,
                Events,
                key,
                row => LedgerJson.Read(Encoding.UTF8.GetBytes(row.GetString(0))).FindBlock() is { } kept && orphans.Remove(long.Parse(kept.Id, CultureInfo.InvariantCulture)),
                cancellationToken);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            return []; // Nobody knows what a damaged history refers to.
        }

        return [.. orphans];
    }

    private static async Task ReadAsync<T>(NpgsqlConnection connection, string sql, T parameter, Func<NpgsqlDataReader, bool> take, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql, parameter);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            take(row);
        }
    }

    private static NpgsqlCommand Command<T>(NpgsqlConnection connection, string sql, T parameter)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddValue(parameter);
        return command;
    }
}
