using System.IO.Hashing;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.S3;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>
/// Blocks whose bytes are objects in S3. The database has a row for each, from before its object is written until after nothing wants it any more: whatever
/// ends in between, no object is without a row that names it, here or among those to be deleted.
/// </summary>
/// <param name="store">The database.</param>
internal sealed class RemoteBlocks(PostgresStore store) : IDisposable
{
    private const string Insert = "INSERT INTO blocks(job, length, checksum, place, object, arrived) SELECT $1, $2, $3, $4, value || '/' || gen_random_uuid(), false "
        + "FROM grid_meta WHERE key = '" + LedgerTables.IdentityKey + "' RETURNING block, object";

    private const string Arrived = "UPDATE blocks SET arrived = true WHERE block = $1";
    private const string Gone = "SELECT place, object FROM blocks_gone ORDER BY object LIMIT 1000";
    private const string Forget = "DELETE FROM blocks_gone WHERE object = $1";
    private const string Exists = "SELECT 1 FROM blocks WHERE block = $1";
    private const int DeletesAtOnce = 16;

    private readonly S3Places _places = new();

    /// <summary>Of some blocks deletes the rows, and has their objects deleted later: its parameter says which. Locks nothing else.</summary>
    public static string DeleteRows(string which) => $"WITH gone AS (DELETE FROM blocks WHERE {which} RETURNING place, object) "
        + "INSERT INTO blocks_gone(place, object) SELECT place, object FROM gone WHERE place IS NOT NULL";

    /// <summary>Writes a block; it is durable when the task completes.</summary>
    /// <returns>Its number.</returns>
    public async Task<long> WriteAsync(S3Place place, string job, ReadOnlyMemory<byte> content, ulong checksum, CancellationToken cancellationToken)
    {
        var (block, name) = await store.RunAsync(connection => AddRowAsync(connection, place, job, content.Length, checksum, cancellationToken), cancellationToken);
        var objects = _places.Of(place.ToString());
        try
        {
            await objects.PutAsync(name, content, cancellationToken);
            if (await ExecuteAsync(Arrived, block, cancellationToken) == 1)
            {
                return block;
            }
        }
        catch
        {
            // The object may be there, or come to be. Where the database is away too, the row is swept when its job has ended.
            await TryAsync(() => ExecuteAsync(DeleteRows("block = $1"), block, CancellationToken.None));
            throw;
        }

        // Swept while it was written, and the object was perhaps deleted before it was there.
        await TryAsync(() => objects.DeleteAsync(name, CancellationToken.None));
        throw new LedgerUnavailableException($"Job '{job}' has ended while a block of it was written to {place.Where}; nothing refers to that.");
    }

    /// <summary>Reads from a block, from an offset on, as many bytes as there is room for.</summary>
    /// <returns>False when there are fewer.</returns>
    public async Task<bool> ReadAsync(RemoteObject block, long offset, Memory<byte> into, CancellationToken cancellationToken) =>
        await _places.Of(block.Place).ReadAsync(block.Name, offset, into, cancellationToken) == into.Length;

    /// <summary>Deletes the objects of blocks that are forgotten. What cannot be deleted now is tried again by the next call.</summary>
    /// <returns>How many were deleted.</returns>
    public async Task<int> CollectAsync(CancellationToken cancellationToken)
    {
        var deleted = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = DeletesAtOnce, CancellationToken = cancellationToken };
        while (await store.RepeatableAsync(connection => ReadGoneAsync(connection, cancellationToken), cancellationToken) is { Count: > 0 } gone)
        {
            await Parallel.ForEachAsync(gone, options, async (item, stop) =>
            {
                await _places.Of(item.Place).DeleteAsync(item.Name, stop);
                await ExecuteAsync(Forget, item.Name, stop);
                Interlocked.Increment(ref deleted);
            });
        }

        return deleted;
    }

    /// <summary>What is there of a block; null when its row is not there any more.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="block">Where it is.</param>
    /// <param name="length">How long it should be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ByteStamp?> StampAsync(long number, RemoteObject block, long length, CancellationToken cancellationToken)
    {
        var hash = new XxHash3();
        var buffer = new byte[Math.Min(length + 1, 8 << 20)];
        var read = 0L;
        while (await _places.Of(block.Place).ReadAsync(block.Name, read, buffer, cancellationToken) is > 0 and var count)
        {
            hash.Append(buffer.AsSpan(0, count));
            read += count;
        }

        return read == length || await store.RepeatableAsync(connection => ExistsAsync(connection, number, cancellationToken), cancellationToken)
            ? new ByteStamp(read, hash.GetCurrentHashAsUInt64())
            : null;
    }

    /// <summary>Writes, reads and deletes an object, as blocks will be.</summary>
    /// <exception cref="LedgerUnavailableException">One of these cannot be done.</exception>
    public async Task CheckAsync(S3Place place, CancellationToken cancellationToken)
    {
        var objects = _places.Of(place.ToString());
        var name = $"check/{Guid.NewGuid()}";
        byte[] content = [1, 2, 3, 4];
        var back = new byte[content.Length];
        await objects.PutAsync(name, content, cancellationToken);
        var count = await objects.ReadAsync(name, 0, back, cancellationToken);
        await objects.DeleteAsync(name, cancellationToken);
        if (count != content.Length || !back.AsSpan().SequenceEqual(content))
        {
            throw new LedgerUnavailableException($"The {place.Where} does not give back what is written to it.");
        }
    }

    public void Dispose() => _places.Dispose();

    private static async Task<(long Block, string Name)> AddRowAsync(
        NpgsqlConnection connection, S3Place place, string job, long length, ulong checksum, CancellationToken cancellationToken)
    {
        await using var insert = new NpgsqlCommand(Insert, connection);
        insert.Parameters.AddValue(job);
        insert.Parameters.AddValue(length);
        insert.Parameters.AddValue((long)checksum);
        insert.Parameters.AddValue(place.ToString());
        await using var row = await insert.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (row.GetInt64(0), row.GetString(1));
    }

    private static async Task<List<RemoteObject>> ReadGoneAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var gone = new List<RemoteObject>();
        await using var command = new NpgsqlCommand(Gone, connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            gone.Add(new RemoteObject(row.GetString(0), row.GetString(1)));
        }

        return gone;
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, long block, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Exists, connection);
        command.Parameters.AddValue(block);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private Task<int> ExecuteAsync<T>(string sql, T parameter, CancellationToken cancellationToken) => store.RepeatableAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.AddValue(parameter);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        },
        cancellationToken);

    private static async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (LedgerUnavailableException)
        {
            // Whoever waits hears of the first error.
        }
    }
}
