using System.Collections.Concurrent;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>
/// Has jobs tick at once when something happened that concerns them: a silo is gone, or somebody asked the ledger to end them. So those that
/// only wait for a slot, and there may be thousands, need not look often.
/// </summary>
internal sealed class JobPulse : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, Action> _jobs = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancelRequests _cancels;
    private readonly ITimer _timer;

    public JobPulse(ISiloLosses losses, CancelRequests cancels, TimeProvider time, ILogger<JobPulse> logger)
    {
        _cancels = cancels;
        _timer = time.CreateTimer(_ => TellCancels(), null, Period, Period);
        TellLossesAsync(losses).Forget(logger);
    }

    /// <summary>From now on the job has <paramref name="tick"/> called, on any thread.</summary>
    public void Add(string jobId, Action tick) => _jobs[jobId] = tick;

    /// <summary>No more, unless somebody else has been added for the job since.</summary>
    public void Remove(string jobId, Action tick) => _jobs.TryRemove(KeyValuePair.Create(jobId, tick));

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _timer.Dispose();
    }

    private async Task TellLossesAsync(ISiloLosses losses)
    {
        var stop = _stop.Token;
        var seen = 0;
        losses.Since(ref seen);
        while (!stop.IsCancellationRequested)
        {
            // Off the turn of the first job, in which this began.
            await losses.MoreThanAsync(seen, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (losses.Since(ref seen).Count > 0)
            {
                foreach (var (_, tick) in _jobs)
                {
                    tick();
                }
            }
        }
    }

    private void TellCancels()
    {
        if (_jobs.IsEmpty)
        {
            return;
        }

        foreach (var (jobId, _) in _cancels.Latest())
        {
            if (_jobs.TryGetValue(jobId, out var tick))
            {
                tick();
            }
        }
    }
}
