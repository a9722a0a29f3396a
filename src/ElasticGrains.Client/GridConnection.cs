using ElasticGrains.Jobs;
using Orleans.Streams;

namespace ElasticGrains.Client;

/// <summary>What a handle needs of the grid: grains, the stream of hints, and a clock.</summary>
internal sealed record GridConnection(IGrainFactory Grains, IStreamProvider Streams, TimeProvider Time, GridCalls Calls)
{
    /// <summary>Calls a job's grain, again where the answer was lost.</summary>
    /// <exception cref="KeyNotFoundException">No job can have that id.</exception>
    /// <exception cref="GridUnreachableException">No answer came for a long time.</exception>
    public Task<T> CallAsync<T>(string jobId, Func<IJobGrain, Task<T>> call, CancellationToken cancellationToken) => JobIds.Problem(jobId) is { } problem
        ? Task.FromException<T>(new KeyNotFoundException(problem))
        : Calls.ExecuteAsync(stop => call(JobGrain(jobId)).WaitAsync(stop), cancellationToken);

    public IJobGrain JobGrain(string jobId) => Grains.Job(jobId);

    public IAsyncStream<PartialHint> Hints(string jobId) =>
        Streams.GetStream<PartialHint>(StreamId.Create(PartialHint.StreamNamespace, jobId));
}
