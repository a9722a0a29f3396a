using System.Collections.Concurrent;
using System.Globalization;
using ElasticGrains.Client;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;
using ElasticGrains.Testing.Ledger;
using Orleans.TestingHost;

namespace ElasticGrains.Testing.Clusters;

/// <summary>
/// A cluster in the test's own process: real silos, grains and clients that speak to each other in memory, on a ledger in memory. No server, no ports, nothing on
/// disk; several at once do not meet. Silos are killed, stopped and started, and the database goes away, when the test says so.
/// </summary>
/// <remarks>Silos are numbered in the order in which they started, from 0; a number is not given again.</remarks>
public sealed class GridCluster : IGrid, IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;
    private readonly ClusterDatabase _database;
    private readonly ConcurrentDictionary<string, DatabaseLink> _links;
    private readonly List<InProcessSiloHandle> _silos;
    private readonly GridClient _grid;
    private readonly TimeSpan _patience;

    private GridCluster(InProcessTestCluster cluster, ClusterDatabase database, ConcurrentDictionary<string, DatabaseLink> links, TimeSpan patience)
    {
        (_cluster, _database, _links, _patience) = (cluster, database, links, patience);
        _silos = [.. cluster.Silos];
        _grid = ClusterParts.ClientOf(cluster);
    }

    /// <summary>The ledger of all silos. It answers the test also while it is paused for the silos.</summary>
    public InMemoryJobLedger Ledger => _database.Ledger;

    /// <summary>The names of the silos by number, as ledgers and statuses say them; those that are gone included.</summary>
    public IReadOnlyList<string> Silos => [.. _silos.Select(silo => silo.Name)];

    /// <inheritdoc/>
    public GridInputs Inputs => _grid.Inputs;

    /// <summary>Starts a cluster of so many silos, each with one slot.</summary>
    /// <param name="silos">How many, at least 1.</param>
    /// <param name="kernels">The kernels; each is one object for all silos.</param>
    /// <exception cref="ArgumentException">Kernels cannot be registered; all problems are listed.</exception>
    public static Task<GridCluster> StartAsync(int silos, params IRangeKernel[] kernels) => StartAsync(new GridClusterOptions { Silos = silos }, kernels);

    /// <summary>Starts a cluster.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="kernels">The kernels; each is one object for all silos.</param>
    /// <exception cref="ArgumentException">Options or kernels make no sense; all problems of the kernels are listed.</exception>
    public static async Task<GridCluster> StartAsync(GridClusterOptions options, params IRangeKernel[] kernels)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(kernels);
        options.Check();
        _ = new KernelRegistry(kernels);
        var database = new ClusterDatabase();
        var links = new ConcurrentDictionary<string, DatabaseLink>(StringComparer.Ordinal);
        var cluster = ClusterParts.Build(options, kernels, silo => links.GetOrAdd(silo, name => new DatabaseLink(database, name)));
        try
        {
            await cluster.DeployAsync();
            return new GridCluster(cluster, database, links, options.Patience);
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

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

    /// <summary>Ends a silo without a word to the others, as the kill of its process would: what it has not committed is lost.</summary>
    /// <param name="silo">Its number.</param>
    /// <exception cref="ArgumentException">There is no such silo any more.</exception>
    public Task KillSiloAsync(int silo)
    {
        var handle = Running(silo);
        _links[handle.Name].Cut();
        return _cluster.KillSiloAsync(handle);
    }

    /// <summary>Stops a silo in order, as its host's shutdown does.</summary>
    /// <param name="silo">Its number.</param>
    /// <exception cref="ArgumentException">There is no such silo any more.</exception>
    public Task StopSiloAsync(int silo) => _cluster.StopSiloAsync(Running(silo));

    /// <summary>Starts one more silo; running jobs get its slots as well.</summary>
    /// <returns>Its number.</returns>
    public async Task<int> StartSiloAsync()
    {
        _silos.Add(await _cluster.StartAdditionalSiloAsync());
        return _silos.Count - 1;
    }

    /// <summary>From now on the database answers no silo: nothing is accepted or committed. Kernels compute on for a while.</summary>
    public void PauseDatabase() => _database.IsPaused = true;

    /// <summary>The database is back.</summary>
    public void ResumeDatabase() => _database.IsPaused = false;

    /// <summary>Waits until so many items of a job are committed, and the job goes on. It looks at every write; it does not sleep.</summary>
    /// <param name="job">The job.</param>
    /// <param name="items">How many, fewer than it has.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="KeyNotFoundException">There is no such job.</exception>
    /// <exception cref="InvalidOperationException">The job has ended: it is too late, and will never be so.</exception>
    /// <exception cref="TimeoutException">It has not come to that within <see cref="GridClusterOptions.Patience"/>.</exception>
    public async Task UntilCommittedAsync(JobHandle job, long items, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        var entry = await UntilAsync(job.Id, it => it.Committed >= items || it.FinishedAt is not null, string.Create(CultureInfo.InvariantCulture, $"{items:N0} items are committed"), cancellationToken);
        if (entry.FinishedAt is not null)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"Job '{job.Id}' has ended as {entry.Phase} with {entry.Committed:N0} of {entry.Items:N0} items, before anything could happen at {items:N0}. "
                    + $"Give it more items, or commit more often (JobPolicy.CommitInterval)."));
        }
    }

    /// <summary>Checks every job of the ledger as <c>eg verify</c> does: each item once, by the attempt that was accepted, numbers without gaps.</summary>
    /// <exception cref="UnsoundException">Something contradicts that; all of it is listed.</exception>
    public async Task VerifyAsync()
    {
        var findings = new List<Finding>();
        foreach (var job in await Ledger.ListAsync())
        {
            findings.AddRange(LedgerVerifier.Verify(Ledger.Dump(job.Id, _database.Blocks.Rows(job.Id))!));
        }

        if (findings.Count > 0)
        {
            throw new UnsoundException($"The ledger has {findings.Count} finding(s):{Environment.NewLine}"
                + string.Join(Environment.NewLine, findings.Select(finding => $"{finding.JobId}  {finding.Code}  {finding.Message}")));
        }
    }

    /// <summary>Ends all silos, as a kill does: jobs that have not ended are gone with the ledger, so nothing is worth a drain.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // One after the other: of those that end together each waits for an answer of the others.
            foreach (var silo in Enumerable.Range(0, _silos.Count).Where(silo => _silos[silo].IsActive))
            {
                await KillSiloAsync(silo);
            }
        }
        finally
        {
            await _cluster.DisposeAsync();
        }
    }

    private InProcessSiloHandle Running(int silo) => silo >= 0 && silo < _silos.Count && _silos[silo].IsActive
        ? _silos[silo]
        : throw new ArgumentException($"Silo {silo} is not there; running are {string.Join(", ", Enumerable.Range(0, _silos.Count).Where(number => _silos[number].IsActive))}.", nameof(silo));

    private async Task<JobEntry> UntilAsync(string job, Predicate<JobEntry> condition, string what, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var written = _database.Written;
            var entry = (await Ledger.FindAsync(job, cancellationToken))?.Entry ?? throw new KeyNotFoundException($"There is no job '{job}' in the ledger.");
            if (condition(entry))
            {
                return entry;
            }

            try
            {
                var left = _patience - TimeProvider.System.GetElapsedTime(began);
                await written.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
            }
            catch (TimeoutException)
            {
                var paused = _database.IsPaused ? ", and the database is paused" : "";
                throw new TimeoutException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"After {_patience} it is not so that {what} of job '{job}': it is {entry.Phase} with {entry.Committed:N0} of {entry.Items:N0} items committed{paused}."));
            }
        }
    }
}
