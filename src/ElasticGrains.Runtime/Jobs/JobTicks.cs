namespace ElasticGrains.Runtime.Jobs;

/// <summary>The ticks of a job: often while something runs, less often while it waits, and once more after its end.</summary>
internal sealed class JobTicks
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);

    // Thousands of jobs may wait for a slot; and a cancellation is to be obeyed within a second.
    private static readonly TimeSpan Waiting = TimeSpan.FromMilliseconds(450);

    // An ended job answers those who watched it and shards that come late; after that the ledger does.
    private static readonly TimeSpan AfterEnd = TimeSpan.FromSeconds(2);

    private readonly IGrainTimer _timer;
    private TimeSpan _period = Often;

    public JobTicks(Grain grain, Func<CancellationToken, Task> tick) =>
        _timer = grain.RegisterGrainTimer(tick, new GrainTimerCreationOptions(Often, Often) { Interleave = true, KeepAlive = true });

    /// <summary>True at the tick after that which saw the end.</summary>
    public bool IsOver => _period == AfterEnd;

    /// <summary>Goes by what the job does now.</summary>
    public void Follow(RunningJob job)
    {
        var period = job.IsEnded ? AfterEnd : job.IsWaiting ? Waiting : Often;
        if (period != _period)
        {
            _period = period;
            _timer.Change(period, period);
        }
    }

    public void Stop() => _timer.Dispose();
}
