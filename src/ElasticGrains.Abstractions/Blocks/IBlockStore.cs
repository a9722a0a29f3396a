using ElasticGrains.Ledger;

namespace ElasticGrains.Blocks;

/// <summary>Immutable bytes by handle, for all that is larger than <see cref="PartialPayload.MaxInline"/>.</summary>
public interface IBlockStore
{
    /// <summary>Writes a block. When the task completes the block is durable: a commit may refer to it.</summary>
    /// <param name="job">The job that owns the block; purging the job purges it.</param>
    /// <param name="content">The bytes; not kept after the task completes.</param>
    /// <param name="cancellationToken">Gives up waiting; a half-written block is never visible.</param>
    /// <exception cref="LedgerUnavailableException">The store cannot take the block now, for example because the disk is full.</exception>
    Task<BlockHandle> PutAsync(string job, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Reads a block and checks it.</summary>
    /// <exception cref="BlockCorruptException">The block is missing or its checksum does not hold.</exception>
    Task<ReadOnlyMemory<byte>> GetAsync(string job, BlockHandle handle, CancellationToken cancellationToken = default);

    /// <summary>
    /// Forgets the blocks of a job that has ended to which neither a commit nor another event refers: nothing will any more, also when it is
    /// opened again. Of a job that has not ended all stay; of one that is not there, because it was purged, none: blocks are written only
    /// after their job was accepted.
    /// </summary>
    /// <returns>How many were forgotten.</returns>
    Task<int> SweepAsync(string job, CancellationToken cancellationToken = default);

    /// <summary>Reads a part of a block. Only who has all parts can check them, by the checksum of the handle.</summary>
    /// <param name="job">The job that owns the block.</param>
    /// <param name="handle">The block.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="count">Its bytes; it must not reach beyond the block.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="BlockCorruptException">The block is missing, or too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The part lies outside the block.</exception>
    Task<ReadOnlyMemory<byte>> ReadAsync(string job, BlockHandle handle, long offset, int count, CancellationToken cancellationToken = default);
}
