using ElasticGrains.Jobs;
using Orleans.Streams;
using Polly;
using Polly.Timeout;

namespace ElasticGrains.Client;

/// <summary>What a handle needs of the cluster: grains, the stream of hints, and a clock.</summary>
internal sealed record GridConnection(IGrainFactory Grains, IStreamProvider Streams, TimeProvider Time, ResiliencePipeline Calls)
{
    /// <summary>Calls a job's grain, again where the answer was lost.</summary>
    /// <exception cref="KeyNotFoundException">No job can have that id.</exception>
    /// <exception cref="GridUnreachableException">No answer came for a long time.</exception>
    public async Task<T> CallAsync<T>(string jobId, Func<IJobGrain, Task<T>> call, CancellationToken cancellationToken)
    {
        if (JobIds.Problem(jobId) is { } problem)
        {
            throw new KeyNotFoundException(problem);
        }

        try
        {
            return await Calls.ExecuteAsync(async stop => await call(JobGrain(jobId)).WaitAsync(stop), cancellationToken);
        }
        catch (TimeoutRejectedException error)
        {
            throw new GridUnreachableException($"The cluster has not answered for {error.Timeout.TotalSeconds:0} s.", error);
        }
    }

    public IJobGrain JobGrain(string jobId) => Grains.Job(jobId);

    public IAsyncStream<PartialHint> Hints(string jobId) =>
        Streams.GetStream<PartialHint>(StreamId.Create(PartialHint.StreamNamespace, jobId));
}
