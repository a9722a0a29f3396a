using ElasticGrains.Blocks;

namespace ElasticGrains.Runtime.Blocks;

/// <summary>A grid of one process.</summary>
internal sealed class NoBlockPeers : IBlockPeers
{
    public Task<BlockBytes?> FetchAsync(string silo, string name, BlockHandle block, CancellationToken cancellationToken) => Task.FromResult<BlockBytes?>(null);
}
