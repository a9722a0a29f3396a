using ElasticGrains.Blocks;

namespace ElasticGrains.Storage;

/// <summary>A block as its row states it.</summary>
/// <param name="Handle">The block.</param>
/// <param name="Place">Where its bytes are; null for the ledger itself.</param>
public sealed record StoredBlock(BlockHandle Handle, string? Place);
