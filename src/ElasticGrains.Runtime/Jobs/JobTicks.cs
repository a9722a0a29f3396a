using ElasticGrains.Runtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>The ticks of a job: often while something runs, less often while it waits, and once more after its end.</summary>
internal sealed class JobTicks
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(200);

    // Of what cannot wait a job hears at once. Where thousands wait for a slot, all day long, half of a processor would do nothing but tick.
    private static readonly TimeSpan Waiting = TimeSpan.FromMilliseconds(450);
    private static readonly TimeSpan WaitingPerOpenJob = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan WaitingAtMost = TimeSpan.FromSeconds(5);

    // An ended job answers those who watched it and shards that come late; after that the ledger does.
    private static readonly TimeSpan AfterEnd = TimeSpan.FromSeconds(2);

    private readonly JobPulse _pulse;
    private readonly string _jobId;
    private readonly Action _atOnce;
    private readonly IGrainTimer _timer;
    private TimeSpan _period;

    /// <summary>Begins to tick. To be called in a turn of the grain.</summary>
    public JobTicks(Grain grain, string jobId, JobPulse pulse, Func<CancellationToken, Task> tick, RunningJob job, int open, ILogger logger)
    {
        (_pulse, _jobId) = (pulse, jobId);
        var turns = TaskScheduler.Current;
        _atOnce = () => Task.Factory.StartNew(() => tick(CancellationToken.None), CancellationToken.None, TaskCreationOptions.None, turns).Unwrap().Forget(logger);
        _period = PeriodOf(job, open);
        _timer = grain.RegisterGrainTimer(tick, new GrainTimerCreationOptions(_period, _period) { Interleave = true, KeepAlive = true });
        pulse.Add(jobId, _atOnce);
    }

    /// <summary>True at the tick after that which saw the end.</summary>
    public bool IsOver => _period == AfterEnd;

    /// <summary>Goes by what the job does now, and by how many jobs of its silo are open.</summary>
    public void Follow(RunningJob job, int open)
    {
        var period = PeriodOf(job, open);
        if (period != _period)
        {
            _period = period;
            _timer.Change(period, period);
        }

        if (job.IsEnded)
        {
            _pulse.Remove(_jobId, _atOnce);
        }
    }

    /// <summary>How long a waiting job pauses where so many are open.</summary>
    public static TimeSpan WaitingBeside(int open)
    {
        // In steps, or the timer would be set anew at every tick.
        var period = Waiting + (WaitingPerOpenJob * (open / 250 * 250));
        return period < WaitingAtMost ? period : WaitingAtMost;
    }

    private static TimeSpan PeriodOf(RunningJob job, int open)
    {
        var period = job.IsEnded ? AfterEnd : job.IsWaiting ? WaitingBeside(open) : Often;
        return job.UntilDeadline is { } left && left < period ? left > Often ? left : Often : period;
    }

    public void Stop()
    {
        _pulse.Remove(_jobId, _atOnce);
        _timer.Dispose();
    }
}
