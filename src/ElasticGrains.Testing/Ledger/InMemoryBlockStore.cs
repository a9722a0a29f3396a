using System.Collections.Concurrent;
using System.Globalization;
using ElasticGrains.Blocks;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Hashing;

namespace ElasticGrains.Testing.Ledger;

/// <summary>Blocks that live as long as the object.</summary>
public sealed class InMemoryBlockStore : IBlockStore
{
    private readonly ConcurrentDictionary<(string Job, string Id), byte[]> _blocks = new();
    private long _lastId;

    /// <inheritdoc/>
    public Task<BlockHandle> PutAsync(string job, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var id = Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);
        _blocks[(job, id)] = content.ToArray();
        return Task.FromResult(new BlockHandle(id, content.Length, Checksum.Of(content.Span)));
    }

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> GetAsync(string job, BlockHandle handle, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handle);
        cancellationToken.ThrowIfCancellationRequested();
        return !_blocks.TryGetValue((job, handle.Id), out var content)
            ? Task.FromException<ReadOnlyMemory<byte>>(new BlockCorruptException($"Block {handle.Id} of job '{job}' is missing."))
            : content.Length != handle.Length || Checksum.Of(content) != handle.Checksum
            ? Task.FromException<ReadOnlyMemory<byte>>(new BlockCorruptException($"Block {handle.Id} of job '{job}' does not match its checksum."))
            : Task.FromResult<ReadOnlyMemory<byte>>(content);
    }

    /// <inheritdoc/>
    /// <remarks>Keeps all: it does not know the ledger that refers to its blocks.</remarks>
    public Task<int> SweepAsync(string job, CancellationToken cancellationToken = default) => Task.FromResult(0);

    /// <summary>The blocks of a job as rows; nothing states what they should be but who refers to them.</summary>
    internal IReadOnlyList<BlockRow> Rows(string job) =>
    [
        .. _blocks.Where(block => block.Key.Job == job).Select(block => new ByteStamp(block.Value.Length, Checksum.Of(block.Value)) is var stamp
            ? new BlockRow(block.Key.Id, stamp, stamp)
            : null!),
    ];

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(
        string job, BlockHandle handle, long offset, int count, CancellationToken cancellationToken = default)
    {
        var whole = await GetAsync(job, handle, cancellationToken);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, whole.Length - offset);
        return whole.Slice((int)offset, count);
    }
}
