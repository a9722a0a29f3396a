using ElasticGrains.Blocks;

namespace ElasticGrains.Runtime.Blocks;

/// <summary>Other silos, which may have a block in memory.</summary>
internal interface IBlockPeers
{
    /// <summary>Fetches a block from a silo.</summary>
    /// <returns>It, whole and checked; null when it could not be had there, for whatever reason: then it is read from the store.</returns>
    Task<BlockBytes?> FetchAsync(string silo, string name, BlockHandle block, CancellationToken cancellationToken);
}
