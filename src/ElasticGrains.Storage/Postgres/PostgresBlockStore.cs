using System.Globalization;
using ElasticGrains.Blocks;
using ElasticGrains.Caching;
using ElasticGrains.Hashing;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Durable;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>
/// Blocks in the ledger's database, as rows of at most 1 MiB: durable together with the ledger, and copied with it. Or their bytes in S3, and rows that say
/// where. Each block is read from where it was written.
/// </summary>
/// <param name="store">The database.</param>
public sealed class PostgresBlockStore(PostgresStore store) : IBlockStore
{
    // Bytes that were changed on their way from S3 are right the next time; changed where they are kept, they are not.
    private const int ReadsOfRemote = 2;

    private readonly LatestUsed<(string Job, BlockHandle Block), ReadOnlyMemory<byte>> _latest = new(store.Options.BlockCacheBytes, content => content.Length);

    /// <inheritdoc/>
    public async Task<BlockHandle> PutAsync(string job, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var checksum = Checksum.Of(content.Span);
        var number = store.Options.Blocks is { } place
            ? await store.Remote.WriteAsync(place, job, content, checksum, cancellationToken)
            : await store.RunAsync(connection => BlockChunks.WriteAsync(connection, job, content, checksum, cancellationToken), cancellationToken);
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
            content = await ReadWholeAsync(job, handle, cancellationToken);
            _latest.TryAdd((job, handle), content);
        }

        return content;
    }

    /// <inheritdoc/>
    /// <remarks>Looks without a lock: the history of a job that has ended stands still until it is opened again, which a longer one shows.</remarks>
    public async Task<int> SweepAsync(string job, CancellationToken cancellationToken = default)
    {
        var orphans = await store.SnapshotAsync(connection => PostgresOrphans.FindAsync(connection, job, cancellationToken), cancellationToken);
        var swept = orphans.Lengths.Count == 0
            ? 0
            : await store.RunAsync(connection => PostgresOrphans.DeleteAsync(connection, orphans, cancellationToken), cancellationToken);
        await store.Remote.TryCollectAsync(cancellationToken);
        return swept;
    }

    /// <summary>Deletes what is left outside the database of blocks that are forgotten; sweeps and purges try it, and leave to the next what cannot be done then.</summary>
    /// <returns>How many objects were deleted.</returns>
    /// <exception cref="LedgerUnavailableException">Not all of them could be deleted now.</exception>
    public Task<int> CollectAsync(CancellationToken cancellationToken = default) => store.Remote.CollectAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(
        string job, BlockHandle handle, long offset, int count, CancellationToken cancellationToken = default)
    {
        BlockPart.Check(handle, offset, count);
        if (_latest.TryGet((job, handle), out var content))
        {
            return content.Slice((int)offset, count);
        }

        var part = new byte[count];
        var elsewhere = await store.RepeatableAsync(connection => BlockChunks.ReadPartAsync(connection, job, handle, offset, part, cancellationToken), cancellationToken);
        return elsewhere is not { } remote || await store.Remote.ReadAsync(remote, offset, part, cancellationToken)
            ? part
            : throw new BlockCorruptException($"Block {handle.Id} of job '{job}' is missing, or shorter than it should be.");
    }

    private async Task<ReadOnlyMemory<byte>> ReadWholeAsync(string job, BlockHandle handle, CancellationToken cancellationToken)
    {
        var (content, remote) = await store.RepeatableAsync(connection => ReadRowsAsync(connection, job, handle, cancellationToken), cancellationToken);
        for (var reads = 0; remote is { } from && reads < ReadsOfRemote; reads++)
        {
            if (!await store.Remote.ReadAsync(from, 0, content, cancellationToken))
            {
                throw new BlockCorruptException($"Block {handle.Id} of job '{job}' is missing in {from.Place}, or shorter than it should be.");
            }

            if (Checksum.Of(content) == handle.Checksum)
            {
                return content;
            }
        }

        return remote is null && Checksum.Of(content) == handle.Checksum ? content : throw Mismatch(job, handle);
    }

    private static async Task<(byte[] Content, RemoteObject? Remote)> ReadRowsAsync(
        NpgsqlConnection connection, string job, BlockHandle handle, CancellationToken cancellationToken)
    {
        var entry = await BlockEntry.FindAsync(connection, job, handle, cancellationToken);

        // Compared before anything is allocated by it.
        var content = entry.Length == handle.Length ? new byte[entry.Length] : throw Mismatch(job, handle);
        return entry.Object is not null || await BlockChunks.ReadAsync(connection, BlockPart.NumberOf(job, handle), content, cancellationToken)
            ? (content, entry.Object)
            : throw Mismatch(job, handle);
    }

    private static BlockCorruptException Mismatch(string job, BlockHandle handle) =>
        new($"Block {handle.Id} of job '{job}' does not match its length or checksum.");
}
