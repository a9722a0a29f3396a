namespace ElasticGrains.Runtime.Jobs;

/// <summary>The ticks of a job: often while something runs, less often while it waits, and once more after its end.</summary>
internal sealed class JobTicks
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);

    // A cancellation is to be obeyed within two seconds. Where thousands of jobs wait for a slot they look less often, or half of a processor
    // would do nothing but tick; yet never so rarely that it looks like the freeze of a process.
    private static readonly TimeSpan Waiting = TimeSpan.FromMilliseconds(450);
    private static readonly TimeSpan WaitingPerOpenJob = TimeSpan.FromMilliseconds(0.1);
    private static readonly TimeSpan WaitingAtMost = TimeSpan.FromSeconds(1.5);

    // An ended job answers those who watched it and shards that come late; after that the ledger does.
    private static readonly TimeSpan AfterEnd = TimeSpan.FromSeconds(2);

    private readonly IGrainTimer _timer;
    private TimeSpan _period = Often;

    public JobTicks(Grain grain, Func<CancellationToken, Task> tick) =>
        _timer = grain.RegisterGrainTimer(tick, new GrainTimerCreationOptions(Often, Often) { Interleave = true, KeepAlive = true });

    /// <summary>True at the tick after that which saw the end.</summary>
    public bool IsOver => _period == AfterEnd;

    /// <summary>Goes by what the job does now, and by how many jobs of its silo are open.</summary>
    public void Follow(RunningJob job, int open)
    {
        var period = job.IsEnded ? AfterEnd : job.IsWaiting ? WaitingBeside(open) : Often;
        if (period != _period)
        {
            _period = period;
            _timer.Change(period, period);
        }
    }

    /// <summary>How long a waiting job pauses where so many are open.</summary>
    public static TimeSpan WaitingBeside(int open)
    {
        // In steps, or the timer would be set anew at every tick.
        var period = Waiting + (WaitingPerOpenJob * (open / 1000 * 1000));
        return period < WaitingAtMost ? period : WaitingAtMost;
    }

    public void Stop() => _timer.Dispose();
}
