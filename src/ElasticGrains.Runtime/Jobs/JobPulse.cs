using System.Collections.Concurrent;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>
/// The clock of the jobs of a silo: each ticks by its period, and at once when something happened that concerns it: a silo is gone, or somebody
/// asked the ledger to end it. So those that only wait for a slot, and there may be thousands, need not look often; and no tick is a message.
/// </summary>
internal sealed class JobPulse : ISiloJobs, IDisposable
{
    private static readonly TimeSpan CancelPeriod = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, JobBeat> _jobs = new(StringComparer.Ordinal);
    private readonly PriorityQueue<JobBeat, long> _due = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancelRequests _cancels;
    private readonly TimeProvider _time;
    private readonly ITimer _cancelTimer;
    private readonly ITimer _timer;
    private bool _isRunning;

    public JobPulse(ISiloLosses losses, CancelRequests cancels, TimeProvider time, ILogger<JobPulse> logger)
    {
        (_cancels, _time) = (cancels, time);

        // Made in the turn of the first job, with whose calls the others have nothing to do.
        using (ExecutionContext.SuppressFlow())
        {
            _cancelTimer = time.CreateTimer(_ => TellCancels(), null, CancelPeriod, CancelPeriod);
            _timer = time.CreateTimer(_ => TellDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            TellLossesAsync(losses).Forget(logger);
        }
    }

    /// <summary>From now on the job ticks.</summary>
    public void Add(JobBeat job, TimeSpan period)
    {
        _jobs[job.JobId] = job;
        Change(job, period);
    }

    /// <summary>From now on it ticks so often, for the first time after that time.</summary>
    public void Change(JobBeat job, TimeSpan period)
    {
        lock (_gate)
        {
            job.Period = period;
            Enqueue(job, _time.GetTimestamp());
            if (!_isRunning)
            {
                _isRunning = true;
                _timer.Change(Period, Period);
            }
        }
    }

    /// <summary>It has ended: it ticks by its period alone, and is offered nothing.</summary>
    public void Quieten(JobBeat job) => _jobs.TryRemove(KeyValuePair.Create(job.JobId, job));

    /// <summary>No more, unless somebody else has been added for the job since.</summary>
    public void Remove(JobBeat job)
    {
        Quieten(job);
        lock (_gate)
        {
            job.Due = long.MaxValue;
        }
    }

    public bool TryOffer(string jobId, SlotLease lease)
    {
        if (!_jobs.TryGetValue(jobId, out var job))
        {
            return false;
        }

        job.Offer(lease);
        return true;
    }

    public void Dispose()
    {
        // The container does so once for each name under which it gives this out.
        if (!_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            _stop.Dispose();
            _cancelTimer.Dispose();
            _timer.Dispose();
        }
    }

    private void Enqueue(JobBeat job, long now)
    {
        job.Due = now + (long)(job.Period.TotalSeconds * _time.TimestampFrequency);
        _due.Enqueue(job, job.Due);
    }

    private void TellDue()
    {
        foreach (var job in TakeDue())
        {
            job.Tick();
        }
    }

    private List<JobBeat> TakeDue()
    {
        var taken = new List<JobBeat>();
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            while (_due.TryPeek(out var job, out var due) && due <= now)
            {
                _due.Dequeue();

                // One that was removed, or is due at another time, is another entry's, or nobody's.
                if (job.Due == due)
                {
                    taken.Add(job);
                    Enqueue(job, now);
                }
            }

            if (_due.Count == 0)
            {
                _isRunning = false;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        return taken;
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
                foreach (var (_, job) in _jobs)
                {
                    job.Tick();
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
            if (_jobs.TryGetValue(jobId, out var job))
            {
                job.Tick();
            }
        }
    }
}
