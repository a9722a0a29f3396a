using System.Globalization;
using System.Text;
using System.Text.Json;
using ElasticGrains.Storage.Durable;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>The blocks of jobs that have ended or are forgotten to which nothing in the ledger refers.</summary>
internal static class PostgresOrphans
{
    private const string Head = "SELECT job, sequence FROM jobs WHERE id = $1 AND final IS NOT NULL";

    private const string IsThere = "SELECT 1 FROM jobs WHERE id = $1";

    private const string Blocks = "SELECT block, length FROM blocks WHERE job = $1 ORDER BY block";

    private const string Committed = "SELECT block FROM commits WHERE job = $1 AND block IS NOT NULL";

    // An event that refers to a block does so under a name that ends so: "block", "resultBlock".
    private const string Events = "SELECT body FROM events WHERE job = $1 AND body ILIKE '%block\"%'";

    // Locked, the job cannot be opened again or forgotten meanwhile.
    private const string Lock = "SELECT 1 FROM jobs WHERE job = $1 AND final IS NOT NULL AND sequence = $2 FOR UPDATE";

    private const string DeleteChunks = "DELETE FROM block_chunks WHERE block = ANY($1) AND chunk < $2";

    private static readonly string DeleteBlocks = RemoteBlocks.DeleteRows("block = ANY($1)");

    // What one transaction deletes, in chunks of 1 MiB: the row of the job is locked for some milliseconds, and whoever writes beside it waits no longer.
    private const int Batch = 16;

    /// <summary>Finds them, without a lock; none when the job has not ended.</summary>
    public static async Task<OrphanBlocks> FindAsync(NpgsqlConnection connection, string job, CancellationToken cancellationToken)
    {
        var orphans = new Dictionary<long, long>();
        await ReadAsync(connection, Blocks, job, row => orphans.Add(row.GetInt64(0), row.GetInt64(1)), cancellationToken);
        if (orphans.Count == 0)
        {
            return OrphanBlocks.None;
        }

        OrphanBlocks? ended = null;
        await ReadAsync(connection, Head, job, row => ended = new OrphanBlocks(row.GetInt64(0), row.GetInt64(1), orphans), cancellationToken);
        if (ended is not { Job: { } key })
        {
            // Blocks come after the acceptance of their job: where it is not there it was forgotten. The next one of that id has blocks of its own.
            await using var find = Command(connection, IsThere, job);
            return await find.ExecuteScalarAsync(cancellationToken) is null ? new OrphanBlocks(null, 0, orphans) : OrphanBlocks.None;
        }

        await ReadAsync(connection, Committed, key, row => orphans.Remove(NumberOf(row.GetString(0))), cancellationToken);
        try
        {
            await ReadAsync(connection, Events, key, row => Keep(orphans, Encoding.UTF8.GetBytes(row.GetString(0))), cancellationToken);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            return OrphanBlocks.None; // Nobody knows what a damaged history refers to.
        }

        return ended;
    }

    /// <summary>Deletes them in transactions of bounded size, until the job is opened again or forgotten.</summary>
    public static async Task<int> DeleteAsync(NpgsqlConnection connection, OrphanBlocks orphans, CancellationToken cancellationToken)
    {
        var deleted = 0;
        foreach (var (blocks, chunks) in Batches(orphans.Lengths))
        {
            // Of a block that is larger than a batch its row goes last: what is left of it is found again.
            for (var below = Batch; ; below += Batch)
            {
                var isLast = below >= chunks;
                if (!await DeleteAsync(connection, orphans, blocks, isLast ? int.MaxValue : below, isLast, cancellationToken))
                {
                    return deleted;
                }

                if (isLast)
                {
                    break;
                }
            }

            deleted += blocks.Length;
        }

        return deleted;
    }

    private static async Task<bool> DeleteAsync(
        NpgsqlConnection connection, OrphanBlocks orphans, long[] blocks, int below, bool isLast, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (orphans.Job is { } key)
        {
            await using var find = Command(connection, Lock, key);
            find.Parameters.AddValue(orphans.Sequence);
            if (await find.ExecuteScalarAsync(cancellationToken) is null)
            {
                return false;
            }
        }

        await using (var chunks = Command(connection, DeleteChunks, blocks))
        {
            chunks.Parameters.AddValue(below);
            await chunks.ExecuteNonQueryAsync(cancellationToken);
        }

        if (isLast)
        {
            await using var rows = Command(connection, DeleteBlocks, blocks);
            await rows.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Blocks of so many chunks together, or one that is larger.</summary>
    private static IEnumerable<(long[] Blocks, long Chunks)> Batches(IReadOnlyDictionary<long, long> lengths)
    {
        var (batch, size) = (new List<long>(), 0L);
        foreach (var (block, length) in lengths)
        {
            var chunks = 1 + (length / BlockChunks.Bytes);
            if (batch.Count > 0 && size + chunks > Batch)
            {
                yield return ([.. batch], size);
                (size, batch) = (0, []);
            }

            batch.Add(block);
            size += chunks;
        }

        if (batch.Count > 0)
        {
            yield return ([.. batch], size);
        }
    }

    private static void Keep(Dictionary<long, long> orphans, byte[] body)
    {
        if (LedgerJson.Read(body).FindBlock() is { } kept)
        {
            orphans.Remove(NumberOf(kept.Id));
        }
    }

    private static long NumberOf(string block) => long.Parse(block, CultureInfo.InvariantCulture);

    private static async Task ReadAsync<T>(NpgsqlConnection connection, string sql, T parameter, Action<NpgsqlDataReader> take, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql, parameter);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            take(row);
        }
    }

    // A long history takes its time, and nobody waits for it. How long to wait for a lock is the session's to say.
    private static NpgsqlCommand Command<T>(NpgsqlConnection connection, string sql, T parameter)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.AddValue(parameter);
        return command;
    }
}
