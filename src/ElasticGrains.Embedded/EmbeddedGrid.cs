using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;
using ElasticGrains.S3;
using ElasticGrains.Storage.Local;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Embedded;

/// <summary>The whole grid in this process: a silo, its slots and a SQLite ledger. No server, no configuration.</summary>
public sealed class EmbeddedGrid : IGrid, IAsyncDisposable
{
    // Open jobs keep nothing that is not in the ledger: a silo that does not stop by itself is left behind.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private readonly IHost _host;
    private readonly StateDirectory _state;
    private readonly TemporaryDirectory? _temporary;
    private readonly GridClient _grid;
    private bool _isDisposed;

    private EmbeddedGrid(IHost host, StateDirectory state, TemporaryDirectory? temporary, TimeProvider time)
    {
        _host = host;
        _state = state;
        _temporary = temporary;
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var streams = host.Services.GetRequiredKeyedService<Orleans.Streams.IStreamProvider>(PartialHint.StreamProvider);
        _grid = new GridClient(new GridConnection(grains, streams, time, GridCalls.InProcess(time)));
    }

    /// <summary>Starts the grid.</summary>
    /// <exception cref="StateDirectoryException">The state directory cannot be used: in use, of a newer version, or no directory.</exception>
    /// <exception cref="ArgumentException">The configuration is wrong; all problems are listed.</exception>
    public static async Task<EmbeddedGrid> StartAsync(Action<EmbeddedGridBuilder> configure, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new EmbeddedGridBuilder();
        configure(builder);
        builder.Check();
        S3Inputs.Register();
        var temporary = builder.StateDirectory is null ? new TemporaryDirectory() : null;
        var state = StateDirectory.OpenOwned(builder.StateDirectory ?? temporary!.Path, builder.Time, "embedded grid");
        EmbeddedGrid grid;
        try
        {
            grid = new EmbeddedGrid(await EmbeddedSilo.StartAsync(builder, state, cancellationToken), state, temporary, builder.Time);
        }
        catch
        {
            await state.DisposeAsync();
            temporary?.Dispose();
            throw;
        }

        try
        {
            if (builder.ResumeJobs)
            {
                await grid.ResumeAllAsync(cancellationToken);
            }

            return grid;
        }
        catch
        {
            await grid.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public GridInputs Inputs => _grid.Inputs;

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

    /// <summary>Goes on with a job of the ledger from its last commit, unless it runs already or has ended.</summary>
    /// <exception cref="KeyNotFoundException">There is no such job.</exception>
    public async Task<JobHandle> ResumeAsync(string jobId, CancellationToken cancellationToken = default)
    {
        await _grid.WakeAsync(jobId, cancellationToken);
        var handle = _grid.Attach(jobId);
        await handle.StatusAsync(cancellationToken);
        return handle;
    }

    /// <summary>Stops the grid: running shards commit nothing more; unfinished jobs go on at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        using var impatience = new CancellationTokenSource(StopTimeout);
        try
        {
            await _host.StopAsync(impatience.Token);
        }
        catch (OperationCanceledException)
        {
            // The process that ends takes the rest with it.
        }

        (_host as IDisposable)?.Dispose();
        await CollectAsync(impatience.Token);
        await _state.DisposeAsync();
        _temporary?.Dispose();
    }

    /// <summary>
    /// Forgets inputs whose time is up: there is no silo that does it every minute. At the end: at the start jobs that were left unfinished may need what
    /// nobody has used since.
    /// </summary>
    private async Task CollectAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _state.Uploads.CollectAsync(cancellationToken);
        }
        catch (Exception error) when (error is LedgerUnavailableException or StateOwnershipLostException or OperationCanceledException)
        {
            // They, or what is left of them, are forgotten at the next end.
        }
    }

    private async Task ResumeAllAsync(CancellationToken cancellationToken)
    {
        var logger = _host.Services.GetRequiredService<ILogger<EmbeddedGrid>>();
        foreach (var jobId in await _state.Ledger.ListUnfinishedAsync(cancellationToken))
        {
            await ResumeOneAsync(jobId, logger, cancellationToken);
        }
    }

    private async Task ResumeOneAsync(string jobId, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            await _grid.WakeAsync(jobId, cancellationToken);
        }
        catch (KernelInputException error)
        {
            // A directory may hold the job of another program, whose kernel is not known here; ours go on all the same.
            Log.JobNotResumed(logger, jobId, error.Message);
        }
    }
}
