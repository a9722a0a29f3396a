using ElasticGrains.Ledger;
using ElasticGrains.Transfer;

namespace ElasticGrains.Blocks;

/// <summary>
/// Blocks as a silo writes and reads them: durable in the store, and the latest in memory as well, where this silo and others find them. What cannot be had
/// from memory is read from the store.
/// </summary>
public interface ISiloBlocks
{
    /// <summary>Writes a block, as <see cref="IBlockStore.PutAsync"/> does; then it is in memory, too.</summary>
    /// <exception cref="LedgerUnavailableException">The store cannot take the block now.</exception>
    Task<BlockHandle> PutAsync(string job, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Reads a block and checks it.</summary>
    /// <param name="job">The job that owns it.</param>
    /// <param name="block">The block.</param>
    /// <param name="silo">A silo that may have it in memory; null when nobody knows one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BlockCorruptException">The block is missing or its checksum does not hold.</exception>
    Task<IHeldBytes> GetAsync(string job, BlockHandle block, string? silo = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IBlockStore.ReadAsync"/>
    Task<ReadOnlyMemory<byte>> ReadAsync(string job, BlockHandle block, long offset, int count, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IBlockStore.SweepAsync"/>
    Task<int> SweepAsync(string job, CancellationToken cancellationToken = default);
}
