using System.Collections.Concurrent;
using System.IO.Hashing;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Ledger;
using ElasticGrains.S3;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>
/// Blocks whose bytes are objects in S3. The database has a row for each, from before its object is written until after nothing wants it any more: whatever
/// ends in between, an object has a row that names it, here or among those to be deleted. But for one: a request that was given up here, or whose process was
/// killed, may still be carried out by the service after its object was deleted for the first time.
/// </summary>
/// <param name="store">The database.</param>
internal sealed class RemoteBlocks(PostgresStore store) : IDisposable
{
    private const string Insert = "INSERT INTO blocks(job, length, checksum, place, object, arrived) SELECT $1, $2, $3, $4, value || '/' || gen_random_uuid(), false "
        + "FROM grid_meta WHERE key = '" + LedgerTables.IdentityKey + "' RETURNING block, object";

    private const string Arrived = "UPDATE blocks SET arrived = true WHERE block = $1";
    private const string Gone = "SELECT place, object FROM blocks_gone WHERE object > $1 ORDER BY object LIMIT 1000";
    private const string Forget = "DELETE FROM blocks_gone WHERE object = ANY($1)";
    private const string Remember = "INSERT INTO blocks_gone(object, place) VALUES($1, $2) ON CONFLICT DO NOTHING";
    private const string Exists = "SELECT 1 FROM blocks WHERE block = $1";
    private const int DeletesAtOnce = 16;

    private readonly S3Places _places = new(" Jobs that need it wait.");

    /// <summary>Of some blocks deletes the rows, and has their objects deleted later: its parameter says which. Locks nothing else.</summary>
    public static string DeleteRows(string which) => $"WITH gone AS (DELETE FROM blocks WHERE {which} RETURNING place, object) "
        + "INSERT INTO blocks_gone(place, object) SELECT place, object FROM gone WHERE place IS NOT NULL";

    /// <summary>Writes a block; it is durable when the task completes.</summary>
    /// <returns>Its number.</returns>
    public async Task<long> WriteAsync(S3Place place, string job, ReadOnlyMemory<byte> content, ulong checksum, CancellationToken cancellationToken)
    {
        var (block, name) = await store.RunAsync(connection => AddRowAsync(connection, place, job, content.Length, checksum, cancellationToken), cancellationToken);
        try
        {
            await _places.Of(place.ToString()).PutAsync(name, content, cancellationToken);
            if (await ExecuteAsync(Arrived, it => it.AddValue(block), cancellationToken) == 1)
            {
                return block;
            }
        }
        catch
        {
            // The object may be there, or come to be. Where the database is away too, the row is swept when its job has ended.
            await TryAsync(() => ExecuteAsync(DeleteRows("block = $1"), it => it.AddValue(block), CancellationToken.None));
            throw;
        }

        // Swept while it was written, and the object was perhaps deleted before it was there.
        await TryAsync(() => ExecuteAsync(
            Remember,
            it =>
            {
                it.AddValue(name);
                it.AddValue(place.ToString());
            },
            CancellationToken.None));
        throw new LedgerUnavailableException($"Job '{job}' has ended while a block of it was written to {place.Where}; nothing refers to that.");
    }

    /// <summary>Reads from a block, from an offset on, as many bytes as there is room for.</summary>
    /// <returns>False when there are fewer.</returns>
    public async Task<bool> ReadAsync(RemoteObject block, long offset, Memory<byte> into, CancellationToken cancellationToken) =>
        await _places.Of(block.Place).ReadAsync(block.Name, offset, into, cancellationToken) == into.Length;

    /// <summary>Deletes the objects of blocks that are forgotten. One that cannot be deleted keeps no other from it, and is tried again by the next call.</summary>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="LedgerUnavailableException">Some could not be deleted now.</exception>
    public async Task<int> CollectAsync(CancellationToken cancellationToken)
    {
        var (deleted, last, trouble) = (0, "", (LedgerUnavailableException?)null);
        while (await store.RepeatableAsync(connection => ReadGoneAsync(connection, last, cancellationToken), cancellationToken) is { Count: > 0 } gone)
        {
            last = gone[^1].Name;
            var done = new ConcurrentBag<string>();
            await Parallel.ForEachAsync(gone, new ParallelOptions { MaxDegreeOfParallelism = DeletesAtOnce, CancellationToken = cancellationToken }, async (item, stop) =>
            {
                try
                {
                    await _places.Of(item.Place).DeleteAsync(item.Name, stop);
                    done.Add(item.Name);
                }
                catch (LedgerUnavailableException error)
                {
                    trouble = error;
                }
            });
            deleted += await ExecuteAsync(Forget, it => it.AddArray(done.ToArray()), cancellationToken);
        }

        return trouble is null ? deleted : throw trouble;
    }

    /// <summary>Deletes what can be deleted now.</summary>
    public async Task TryCollectAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CollectAsync(cancellationToken);
        }
        catch (LedgerUnavailableException)
        {
            // The next one does it.
        }
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
        try
        {
            await objects.PutAsync(name, content, cancellationToken);
            if (await objects.ReadAsync(name, 0, back, cancellationToken) != content.Length || !back.AsSpan().SequenceEqual(content))
            {
                throw new LedgerUnavailableException($"The {place.Where} does not give back what is written to it.");
            }
        }
        finally
        {
            await objects.DeleteAsync(name, cancellationToken);
        }

        // Without the right to list, AWS refuses to say that an object is not there: a lost one would look like wrong credentials.
        if (await objects.ReadAsync(name, 0, back, cancellationToken) is not null)
        {
            throw new LedgerUnavailableException($"The {place.Where} does not delete what is deleted.");
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

    private static async Task<List<RemoteObject>> ReadGoneAsync(NpgsqlConnection connection, string after, CancellationToken cancellationToken)
    {
        var gone = new List<RemoteObject>();
        await using var command = new NpgsqlCommand(Gone, connection);
        command.Parameters.AddValue(after);
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

    private Task<int> ExecuteAsync(string sql, Action<NpgsqlParameterCollection> add, CancellationToken cancellationToken) => store.RepeatableAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            add(command.Parameters);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        },
        cancellationToken);

    private static async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
#pragma warning disable CA1031 // Whatever it is: whoever waits hears of the first error.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            // See above.
        }
    }
}
