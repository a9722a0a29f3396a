using System.Collections.Concurrent;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>
/// Has jobs tick at once when something happened that concerns them: a silo is gone, or somebody asked the ledger to end them. So those that
/// only wait for a slot, and there may be thousands, need not look often.
/// </summary>
internal sealed class JobPulse : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, Action> _jobs = new(StringComparer.Ordinal);
    private readonly ISiloLosses _losses;
    private readonly CancelRequests _cancels;
    private readonly ITimer _timer;
    private int _lossesSeen;

    public JobPulse(ISiloLosses losses, CancelRequests cancels, TimeProvider time)
    {
        (_losses, _cancels) = (losses, cancels);
        losses.Since(ref _lossesSeen);
        _timer = time.CreateTimer(_ => Look(), null, Period, Period);
    }

    /// <summary>From now on the job has <paramref name="tick"/> called, on any thread.</summary>
    public void Add(string jobId, Action tick) => _jobs[jobId] = tick;

    /// <summary>No more, unless somebody else has been added for the job since.</summary>
    public void Remove(string jobId, Action tick) => _jobs.TryRemove(KeyValuePair.Create(jobId, tick));

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (_jobs.IsEmpty)
        {
            return;
        }

        if (_losses.Since(ref _lossesSeen).Count > 0)
        {
            foreach (var (_, tick) in _jobs)
            {
                tick();
            }
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
