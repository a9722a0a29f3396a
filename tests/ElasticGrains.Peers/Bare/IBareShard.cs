namespace ElasticGrains.Peers.Bare;

/// <summary>A shard in its barest shape.</summary>
public interface IBareShard : IGrainWithStringKey
{
    /// <summary>The sum of the first squares.</summary>
    Task<long> ComputeAsync(int items);
}
