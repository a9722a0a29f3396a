using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using Orleans.Streams;

namespace ElasticGrains.Client;

/// <summary>What a handle needs of the grid: grains, the stream of hints, and a clock.</summary>
internal sealed record GridConnection(IGrainFactory Grains, IStreamProvider Streams, TimeProvider Time, GridCalls Calls)
{
    // More than most clusters have silos; each is by one of them.
    private const int Ways = 16;

    private int _ways;

    /// <summary>Calls a job's grain, again where the answer was lost.</summary>
    /// <exception cref="KeyNotFoundException">No job can have that id.</exception>
    /// <exception cref="GridUnreachableException">No answer came for a long time.</exception>
    public Task<T> CallAsync<T>(string jobId, Func<IJobGrain, Task<T>> call, CancellationToken cancellationToken) => JobIds.Problem(jobId) is { } problem
        ? Task.FromException<T>(new KeyNotFoundException(problem))
        : Calls.ExecuteAsync(stop => call(JobGrain(jobId)).WaitAsync(stop), cancellationToken);

    /// <summary>Calls the grid's inputs, again where the answer was lost, and then by another way.</summary>
    /// <exception cref="GridUnreachableException">No answer came for a long time.</exception>
    public Task<T> CallInputsAsync<T>(Func<IUploadsGrain, Task<T>> call, CancellationToken cancellationToken) => Calls.ExecuteAsync(
        stop => call(Grains.GetGrain<IUploadsGrain>(GrainKeys.OfUploads(Interlocked.Increment(ref _ways) & (Ways - 1)))).WaitAsync(stop), cancellationToken);

    public IJobGrain JobGrain(string jobId) => Grains.Job(jobId);

    public IAsyncStream<PartialHint> Hints(string jobId) =>
        Streams.GetStream<PartialHint>(StreamId.Create(PartialHint.StreamNamespace, jobId));
}
