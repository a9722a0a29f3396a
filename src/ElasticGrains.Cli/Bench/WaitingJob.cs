using System.Diagnostics;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Waiting;
using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Bench;

/// <summary>A job of waiting items on a cluster, and what became of each of them.</summary>
internal sealed class WaitingJob : IDisposable
{
    // Each item of the longer ones is committed by itself, as soon as it is finished.
    private static readonly TimeSpan CommitInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly BenchCluster _cluster;
    private readonly DirectoryInfo _traces = Directory.CreateTempSubdirectory("eg-bench-traces-");
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly long _items;
    private JobHandle<WaitTally> _job = null!;

    private WaitingJob(BenchCluster cluster, long items) => (_cluster, _items) = (cluster, items);

    public string Id => _job.Id;

    public static async Task<WaitingJob> SubmitAsync(BenchCluster cluster, long items, int milliseconds, CancellationToken cancellationToken, int? maxSlots = null, int warmBytes = 0, WaitSkew? skew = null)
    {
        var job = new WaitingJob(cluster, items);
        var options = new JobOptions { Policy = JobPolicy.Default with { CommitInterval = CommitInterval, MaxSlots = maxSlots } };
        job._job = await cluster.Grid.SubmitAsync(new WaitKernel(), new WaitInput(items, milliseconds, job._traces.FullName, warmBytes, skew), options, cancellationToken);
        return job;
    }

    /// <summary>Waits for the answer, looks whether it is right, and says how many seconds it took since the submission.</summary>
    public async Task<double> TookAsync(CancellationToken cancellationToken)
    {
        var result = await _job.ResultAsync(cancellationToken);
        var took = Stopwatch.GetElapsedTime(_began).TotalSeconds;
        return result == WaitTally.Of(_items) ? took : throw new InvalidOperationException($"The figure is void: the answer is {result}.");
    }

    public Task CancelAsync(CancellationToken cancellationToken) => _job.CancelAsync("what was to be seen has happened", cancellationToken);

    /// <summary>What was written down so far.</summary>
    public IReadOnlyList<WaitTrace> Trace() => WaitTrace.Read(_traces.FullName);

    /// <summary>How often the warm state was made.</summary>
    public int Made() => WaitTrace.Made(_traces.FullName);

    /// <summary>Moves its only shard to a silo where it never was: how many seconds nothing was computed.</summary>
    public async Task<double> PauseOfMoveAsync(CancellationToken cancellationToken)
    {
        var from = (await TraceAsync(trace => trace.Count > 0, cancellationToken))[0].Process;
        await _cluster.MoveAsync(Id, shard: 0, _cluster.Silos.First(silo => silo.Id != from), cancellationToken);
        var trace = await TraceAsync(trace => trace.Any(it => it.Process != from), cancellationToken);
        return (trace.Where(it => it.Process != from).Min(it => it.Began) - trace.Where(it => it.Process == from).Max(it => it.Ended!.Value)).TotalSeconds;
    }

    /// <summary>How many items were finished more often than once.</summary>
    public long FinishedAgain() => WaitTrace.Finished(_traces.FullName) - _items;

    public async Task<IReadOnlyList<WaitTrace>> TraceAsync(Func<IReadOnlyList<WaitTrace>, bool> holds, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Trace() is var trace && holds(trace))
            {
                return trace;
            }

            await Task.Delay(Look, cancellationToken);
        }
    }

    public Task ComputedAsync(long items, CancellationToken cancellationToken) =>
        TraceAsync(trace => trace.Count(it => it.Ended is not null) >= items, cancellationToken);

    /// <summary>A silo that computes for the job at this moment, and does not write for it.</summary>
    public async Task<ServingProcess> RunnerAsync(CancellationToken cancellationToken)
    {
        var writer = WriterName.Of((await _cluster.Ledger.ReadCondensedHistoryAsync(Id, cancellationToken))!.Events).ProcessId;
        var trace = await TraceAsync(trace => trace.Any(IsThere), cancellationToken);
        return _cluster.Silos.First(silo => silo.Id == trace.First(IsThere).Process);

        bool IsThere(WaitTrace trace) => trace.Ended is null && trace.Process != writer && _cluster.Silos.Any(silo => silo.Id == trace.Process && !silo.HasExited);
    }

    /// <summary>What a process had begun and did not finish: how many seconds after that moment the last of it began elsewhere; null when it had nothing.</summary>
    public async Task<double?> RunsAgainAsync(int process, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var items = Trace().Where(trace => trace.Process == process && trace.Ended is null).Select(trace => trace.Item).ToHashSet();
        var trace = await TraceAsync(trace => items.All(item => trace.Any(it => IsAgain(it, item))), cancellationToken);
        return items.Count == 0 ? null : items.Max(item => trace.Where(it => IsAgain(it, item)).Min(it => it.Began - moment).TotalSeconds);

        bool IsAgain(WaitTrace it, long item) => it.Item == item && it.Process != process && it.Began > moment;
    }

    /// <summary>When a range was committed first that a silo had computed.</summary>
    public async Task<DateTimeOffset> FirstCommitByAsync(ServingProcess silo, CancellationToken cancellationToken)
    {
        var events = await _cluster.HistoryAsync(Id, events => CommitBy(events, silo) is not null, cancellationToken);
        return CommitBy(events, silo)!.At;
    }

    public void Dispose() => _traces.Delete(recursive: true);

    private static LedgerEvent.Committed? CommitBy(IReadOnlyList<LedgerEvent> events, ServingProcess silo)
    {
        var grants = new Dictionary<int, LedgerEvent.Granted>();
        foreach (var happened in events)
        {
            if (happened is LedgerEvent.Granted granted)
            {
                grants[granted.Shard] = granted;
            }
            else if (happened is LedgerEvent.Committed committed && grants.TryGetValue(committed.Shard, out var grant)
                && silo.IsMember(grant.Silo))
            {
                return committed;
            }
        }

        return null;
    }
}
