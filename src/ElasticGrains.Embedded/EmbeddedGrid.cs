using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;

namespace ElasticGrains.Embedded;

/// <summary>The whole grid in this process: a silo, its slots and a SQLite ledger. No server, no configuration.</summary>
public sealed class EmbeddedGrid : IGrid, IAsyncDisposable
{
    private readonly IGrid _grid;

    private EmbeddedGrid(IGrid grid) => _grid = grid;

    /// <summary>Starts the grid.</summary>
    public static Task<EmbeddedGrid> StartAsync(Action<EmbeddedGridBuilder> configure, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The embedded grid is not composed yet.");

    /// <inheritdoc/>
    public Task<JobHandle<TResult>> SubmitAsync<TInput, TPartial, TResult>(
        RangeKernel<TInput, TPartial, TResult> kernel, TInput input, JobOptions? options = null, CancellationToken cancellationToken = default)
        where TInput : notnull
        where TPartial : notnull
        where TResult : notnull => _grid.SubmitAsync(kernel, input, options, cancellationToken);

    /// <inheritdoc/>
    public Task<JobHandle> SubmitAsync(JobSpec spec, CancellationToken cancellationToken = default) => _grid.SubmitAsync(spec, cancellationToken);

    /// <inheritdoc/>
    public JobHandle Attach(string jobId) => _grid.Attach(jobId);

    /// <inheritdoc/>
    public JobHandle<TResult> Attach<TResult>(string jobId)
        where TResult : notnull => _grid.Attach<TResult>(jobId);

    /// <summary>Stops the grid: running shards commit nothing more; unfinished jobs go on at the next start.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
