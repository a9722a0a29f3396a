using ElasticGrains.Blocks;

namespace ElasticGrains.Testing.Clusters;

/// <summary>The blocks as one silo reaches them.</summary>
internal sealed class LinkedBlocks(DatabaseLink link) : IBlockStore
{
    public Task<BlockHandle> PutAsync(string job, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        Call(blocks => blocks.PutAsync(job, content, cancellationToken));

    public Task<ReadOnlyMemory<byte>> GetAsync(string job, BlockHandle handle, CancellationToken cancellationToken = default) =>
        Call(blocks => blocks.GetAsync(job, handle, cancellationToken));

    public Task<int> SweepAsync(string job, CancellationToken cancellationToken = default) => Call(blocks => blocks.SweepAsync(job, cancellationToken));

    public Task<ReadOnlyMemory<byte>> ReadAsync(string job, BlockHandle handle, long offset, int count, CancellationToken cancellationToken = default) =>
        Call(blocks => blocks.ReadAsync(job, handle, offset, count, cancellationToken));

    private Task<T> Call<T>(Func<IBlockStore, Task<T>> call) => link.CallAsync(database => call(database.Blocks), isWrite: false);
}
