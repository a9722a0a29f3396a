using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
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
    private readonly JobBeat _beat;
    private int _isComing;

    /// <summary>Begins to tick. To be called in a turn of the grain; what it is given is called in others.</summary>
    public JobTicks(JobPulse pulse, string jobId, Func<Task> tick, Func<SlotLease, Task> offer, RunningJob job, int open, ILogger logger)
    {
        var turns = TaskScheduler.Current;
        Func<Task> takeTick = TakeTick;
        _pulse = pulse;
        _beat = new JobBeat(jobId, Tick, lease => InTurn(() => offer(lease)));
        pulse.Add(_beat, PeriodOf(job, open));

        // A grain that is slow has one tick before it, not all that were due meanwhile.
        void Tick()
        {
            if (Interlocked.Exchange(ref _isComing, 1) == 0)
            {
                InTurn(takeTick);
            }
        }

        Task TakeTick()
        {
            Volatile.Write(ref _isComing, 0);
            return tick();
        }

        void InTurn(Func<Task> what) =>
            Task.Factory.StartNew(what, CancellationToken.None, TaskCreationOptions.None, turns).Unwrap().Forget(logger);
    }

    /// <summary>True at the tick after that which saw the end.</summary>
    public bool IsOver => _beat.Period == AfterEnd;

    /// <summary>Goes by what the job does now, and by how many jobs of its silo are open.</summary>
    public void Follow(RunningJob job, int open)
    {
        var period = PeriodOf(job, open);
        if (period != _beat.Period)
        {
            _pulse.Change(_beat, period);
        }

        if (job.IsEnded)
        {
            _pulse.Quieten(_beat);
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

    public void Stop() => _pulse.Remove(_beat);
}
