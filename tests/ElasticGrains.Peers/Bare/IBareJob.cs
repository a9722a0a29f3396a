namespace ElasticGrains.Peers.Bare;

/// <summary>A job in its barest shape: a fresh grain that is durable at its beginning and at its end, and has a fresh grain compute.</summary>
public interface IBareJob : IGrainWithStringKey
{
    /// <summary>Runs it; null when this grain is not fresh.</summary>
    Task<long?> RunAsync(int items);
}
