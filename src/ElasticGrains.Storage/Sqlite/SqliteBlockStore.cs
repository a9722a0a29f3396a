using System.Globalization;
using ElasticGrains.Blocks;
using ElasticGrains.Caching;
using ElasticGrains.Hashing;
using ElasticGrains.Storage.Durable;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>Blocks in the ledger's file, as rows of at most 1 MiB: durable together with the ledger, and copied with it.</summary>
/// <param name="store">The file.</param>
public sealed class SqliteBlockStore(SqliteStore store) : IBlockStore
{
    internal const int ChunkBytes = 1 << 20;

    private readonly LatestUsed<(string Job, BlockHandle Block), ReadOnlyMemory<byte>> _latest = new(store.Options.BlockCacheBytes, content => content.Length);

    /// <inheritdoc/>
    /// <exception cref="Local.StateOwnershipLostException">Another process has taken the state directory over.</exception>
    public async Task<BlockHandle> PutAsync(string job, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var checksum = Checksum.Of(content.Span);
        var number = await store.WriteAsync(session => Write(session, job, content.Span, checksum), content.Length, cancellationToken);
        var handle = new BlockHandle(number.ToString(CultureInfo.InvariantCulture), content.Length, checksum);
        if (_latest.Fits(content.Length))
        {
            _latest.TryAdd((job, handle), content.ToArray());
        }

        return handle;
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> GetAsync(string job, BlockHandle handle, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handle);
        if (!_latest.TryGet((job, handle), out var content))
        {
            content = await store.ReadAsync(session => Read(session, job, handle), cancellationToken);
            _latest.TryAdd((job, handle), content);
        }

        return content;
    }

    /// <inheritdoc/>
    /// <remarks>Looks on a reading connection: the history of a job that has ended stands still until it is opened again, which a longer one shows. A program that ends with its job closes the file only after it.</remarks>
    public Task<int> SweepAsync(string job, CancellationToken cancellationToken = default) => store.HoldOpenAsync(async () =>
    {
        var orphans = await store.ReadAsync(session => SqliteOrphans.Find(session, job), cancellationToken);
        return orphans.Lengths.Count == 0 ? 0 : await store.WriteAsync(session => SqliteOrphans.Delete(session, orphans), bytes: 0, cancellationToken);
    });

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(
        string job, BlockHandle handle, long offset, int count, CancellationToken cancellationToken = default)
    {
        BlockPart.Check(handle, offset, count);
        return _latest.TryGet((job, handle), out var content)
            ? content.Slice((int)offset, count)
            : await store.ReadAsync(session => ReadPart(session, job, handle, offset, count), cancellationToken);
    }

    private static ReadOnlyMemory<byte> ReadPart(SqliteSession session, string job, BlockHandle handle, long offset, int count)
    {
        const string Sql = "SELECT substr(c.data, ?, ?) FROM block_chunks c JOIN blocks b USING (block) WHERE b.block = ? AND b.job = ? AND c.chunk = ?";
        var part = new byte[count];
        foreach (var (chunk, start, length, at) in BlockPart.Chunks(offset, count, ChunkBytes))
        {
            var row = session[Sql].Bind(start + 1).Bind(length).Bind(BlockPart.NumberOf(job, handle)).Bind(job).Bind(chunk);
            BlockPart.Fill(job, handle, part.AsSpan(at, length), row.Step() ? row.Bytes(0) : null);
        }

        return part;
    }

    private static long Write(SqliteSession session, string job, ReadOnlySpan<byte> content, ulong checksum)
    {
        var row = session["INSERT INTO blocks(job, length, checksum) VALUES(?, ?, ?) RETURNING block"].Bind(job).Bind(content.Length).Bind(checksum);
        row.Step();
        var block = row.Long(0);
        row.Reset();
        for (var chunk = 0; (long)chunk * ChunkBytes < content.Length; chunk++)
        {
            var rest = content[(chunk * ChunkBytes)..];
            session["INSERT INTO block_chunks VALUES(?, ?, ?)"].Bind(block).Bind(chunk).BindBlob(rest[..Math.Min(rest.Length, ChunkBytes)]).Run();
        }

        return block;
    }

    private static ReadOnlyMemory<byte> Read(SqliteSession session, string job, BlockHandle handle)
    {
        if (!long.TryParse(handle.Id, CultureInfo.InvariantCulture, out var block) || FindLength(session, job, block) is not { } length)
        {
            throw new BlockCorruptException($"Block {handle.Id} of job '{job}' is missing.");
        }

        // Compared before anything is allocated by it.
        var content = length == handle.Length ? new byte[length] : throw Mismatch(job, handle);
        var filled = 0;
        var row = session["SELECT data FROM block_chunks WHERE block = ? ORDER BY chunk"].Bind(block);
        while (row.Step())
        {
            var data = row.Bytes(0);
            if (data.Length > content.Length - filled)
            {
                throw Mismatch(job, handle);
            }

            data.CopyTo(content.AsSpan(filled));
            filled += data.Length;
        }

        return filled == content.Length && Checksum.Of(content) == handle.Checksum ? content : throw Mismatch(job, handle);
    }

    private static long? FindLength(SqliteSession session, string job, long block)
    {
        var row = session["SELECT length FROM blocks WHERE block = ? AND job = ?"].Bind(block).Bind(job);
        return row.Step() ? row.Long(0) : null;
    }

    private static BlockCorruptException Mismatch(string job, BlockHandle handle) =>
        new($"Block {handle.Id} of job '{job}' does not match its length or checksum.");
}
