using System.Globalization;
using ElasticGrains.Blocks;
using ElasticGrains.Hashing;
using ElasticGrains.Storage.Durable;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>Blocks in the ledger's database, as rows of at most 1 MiB: durable together with the ledger, and copied with it.</summary>
/// <param name="store">The database.</param>
public sealed class PostgresBlockStore(PostgresStore store) : IBlockStore
{
    internal const int ChunkBytes = 1 << 20;

    private readonly BlockCache _cache = new(store.Options.BlockCacheBytes);

    /// <inheritdoc/>
    public async Task<BlockHandle> PutAsync(string job, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var checksum = Checksum.Of(content.Span);
        var number = await store.RunAsync(connection => WriteAsync(connection, job, content, checksum, cancellationToken), cancellationToken);
        var handle = new BlockHandle(number.ToString(CultureInfo.InvariantCulture), content.Length, checksum);
        if (_cache.Fits(content.Length))
        {
            _cache.Add(job, handle, content.ToArray());
        }

        return handle;
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> GetAsync(string job, BlockHandle handle, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handle);
        if (!_cache.TryGet(job, handle, out var content))
        {
            content = await store.RepeatableAsync(connection => ReadAsync(connection, job, handle, cancellationToken), cancellationToken);
            _cache.Add(job, handle, content);
        }

        return content;
    }

    /// <inheritdoc/>
    /// <remarks>Looks without a lock: the history of a job that has ended stands still until it is opened again, which a longer one shows.</remarks>
    public async Task<int> SweepAsync(string job, CancellationToken cancellationToken = default)
    {
        var orphans = await store.SnapshotAsync(connection => PostgresOrphans.FindAsync(connection, job, cancellationToken), cancellationToken);
        return orphans.Lengths.Count == 0
            ? 0
            : await store.RunAsync(connection => PostgresOrphans.DeleteAsync(connection, orphans, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(
        string job, BlockHandle handle, long offset, int count, CancellationToken cancellationToken = default)
    {
        BlockPart.Check(handle, offset, count);
        return _cache.TryGet(job, handle, out var content)
            ? content.Slice((int)offset, count)
            : await store.RepeatableAsync(connection => ReadPartAsync(connection, job, handle, offset, count, cancellationToken), cancellationToken);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadPartAsync(
        NpgsqlConnection connection, string job, BlockHandle handle, long offset, int count, CancellationToken cancellationToken)
    {
        const string Sql = "SELECT substring(c.data FROM $4 FOR $5) FROM block_chunks c JOIN blocks b USING (block) WHERE b.block = $1 AND b.job = $2 AND c.chunk = $3";
        var part = new byte[count];
        foreach (var (chunk, start, length, at) in BlockPart.Chunks(offset, count, ChunkBytes))
        {
            await using var command = new NpgsqlCommand(Sql, connection);
            command.Parameters.AddValue(BlockPart.NumberOf(job, handle));
            command.Parameters.AddValue(job);
            command.Parameters.AddValue(chunk);
            command.Parameters.AddValue(start + 1);
            command.Parameters.AddValue(length);
            var found = await command.ExecuteScalarAsync(cancellationToken) as byte[];
            BlockPart.Fill(job, handle, part.AsSpan(at, length), found);
        }

        return part;
    }

    private static async Task<long> WriteAsync(
        NpgsqlConnection connection, string job, ReadOnlyMemory<byte> content, ulong checksum, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var insert = new NpgsqlCommand("INSERT INTO blocks(job, length, checksum) VALUES($1, $2, $3) RETURNING block", connection);
        insert.Parameters.AddValue(job);
        insert.Parameters.AddValue((long)content.Length);
        insert.Parameters.AddValue((long)checksum);
        var block = (long)(await insert.ExecuteScalarAsync(cancellationToken))!;
        await using (var copy = await connection.BeginBinaryImportAsync("COPY block_chunks(block, chunk, data) FROM STDIN (FORMAT BINARY)", cancellationToken))
        {
            for (var chunk = 0; (long)chunk * ChunkBytes < content.Length; chunk++)
            {
                var rest = content[(chunk * ChunkBytes)..];
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(block, cancellationToken);
                await copy.WriteAsync(chunk, cancellationToken);
                await copy.WriteAsync(rest[..Math.Min(rest.Length, ChunkBytes)], NpgsqlTypes.NpgsqlDbType.Bytea, cancellationToken);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return block;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(
        NpgsqlConnection connection, string job, BlockHandle handle, CancellationToken cancellationToken)
    {
        if (!long.TryParse(handle.Id, CultureInfo.InvariantCulture, out var block)
            || await FindLengthAsync(connection, job, block, cancellationToken) is not { } length)
        {
            throw new BlockCorruptException($"Block {handle.Id} of job '{job}' is missing.");
        }

        // Compared before anything is allocated by it.
        var content = length == handle.Length ? new byte[length] : throw Mismatch(job, handle);
        var filled = 0;
        await using var command = new NpgsqlCommand("SELECT data FROM block_chunks WHERE block = $1 ORDER BY chunk", connection);
        command.Parameters.AddValue(block);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var data = row.GetFieldValue<byte[]>(0);
            if (data.Length > content.Length - filled)
            {
                throw Mismatch(job, handle);
            }

            data.CopyTo(content.AsSpan(filled));
            filled += data.Length;
        }

        return filled == content.Length && Checksum.Of(content) == handle.Checksum ? content : throw Mismatch(job, handle);
    }

    private static async Task<long?> FindLengthAsync(NpgsqlConnection connection, string job, long block, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT length FROM blocks WHERE block = $1 AND job = $2", connection);
        command.Parameters.AddValue(block);
        command.Parameters.AddValue(job);
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private static BlockCorruptException Mismatch(string job, BlockHandle handle) =>
        new($"Block {handle.Id} of job '{job}' does not match its length or checksum.");
}
