using ElasticGrains.Jobs;
using Orleans.Streams;

namespace ElasticGrains.Client;

/// <summary>What a handle needs of the cluster: grains, the stream of hints, and a clock.</summary>
internal sealed record GridConnection(IGrainFactory Grains, IStreamProvider Streams, TimeProvider Time)
{
    public IJobGrain JobGrain(string jobId) => Grains.GetGrain<IJobGrain>(GrainKeys.OfJob(jobId));

    public IAsyncStream<PartialHint> Hints(string jobId) =>
        Streams.GetStream<PartialHint>(StreamId.Create(PartialHint.StreamNamespace, jobId));
}
