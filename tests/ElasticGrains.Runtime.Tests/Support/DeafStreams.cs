using Orleans.Streams.Filtering;

namespace ElasticGrains.Runtime.Tests.Support;

/// <summary>Loses everything that a stream should deliver, and counts it.</summary>
public sealed class DeafStreams : IStreamFilter
{
    private int _lost;

    public int Lost => Volatile.Read(ref _lost);

    public bool ShouldDeliver(StreamId streamId, object item, string? filterData)
    {
        Interlocked.Increment(ref _lost);
        return false;
    }
}
