using ElasticGrains.Blocks;

namespace ElasticGrains.Runtime.Tests.Support;

/// <summary>A block store that throws while it has trouble.</summary>
public sealed class FailingBlocks(IBlockStore inner) : IBlockStore
{
    private volatile Func<Exception>? _putting;
    private volatile Func<Exception>? _getting;

    /// <summary>What putting throws at present; null when it does not.</summary>
    public Func<Exception>? Putting
    {
        get => _putting;
        set => _putting = value;
    }

    /// <summary>What getting throws at present; null when it does not.</summary>
    public Func<Exception>? Getting
    {
        get => _getting;
        set => _getting = value;
    }

    public Task<BlockHandle> PutAsync(string job, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        Putting is { } error ? throw error() : inner.PutAsync(job, content, cancellationToken);

    public Task<ReadOnlyMemory<byte>> GetAsync(string job, BlockHandle handle, CancellationToken cancellationToken = default) =>
        Getting is { } error ? throw error() : inner.GetAsync(job, handle, cancellationToken);

    public Task<int> SweepAsync(string job, CancellationToken cancellationToken = default) => inner.SweepAsync(job, cancellationToken);

    public Task<ReadOnlyMemory<byte>> ReadAsync(string job, BlockHandle handle, long offset, int count, CancellationToken cancellationToken = default) =>
        Getting is { } error ? throw error() : inner.ReadAsync(job, handle, offset, count, cancellationToken);
}
