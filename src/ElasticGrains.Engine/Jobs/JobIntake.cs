namespace ElasticGrains.Engine.Jobs;

/// <summary>
/// How many unfinished jobs a silo has, and when it takes no more: what is accepted must be finished, and memory is finite.
/// </summary>
/// <param name="most">From so many on no new job is taken. Woken ones are: they were accepted before.</param>
public sealed class JobIntake(int most)
{
    // A job that is told to come back finds room for others too: this share of all has ended by then.
    private const int ShareToEnd = 10;

    // The weight of the latest pause between two ends, and so of about the last hundred.
    private const double Weight = 0.02;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private TimeSpan _pause;
    private DateTimeOffset? _lastEnd;

    /// <summary>Unfinished jobs.</summary>
    public int Open { get; private set; }

    /// <summary>An unfinished job is here.</summary>
    public void Enter() => Open++;

    /// <summary>It has ended, or another silo has it.</summary>
    public void Leave(DateTimeOffset now)
    {
        Open--;
        var pause = now - (_lastEnd ?? now);
        _pause = _lastEnd is null ? pause : _pause + ((pause - _pause) * Weight);
        _lastEnd = now;
    }

    /// <summary>Null while there is room; otherwise when there probably is again: after as long as a tenth of the jobs takes to end.</summary>
    public TimeSpan? FullFor(DateTimeOffset now)
    {
        if (Open < most)
        {
            return null;
        }

        // When nothing has ended for long, it is not likely to begin now.
        var silence = _lastEnd is { } last ? now - last : Longest;
        var wait = _pause * Math.Max(1, most / ShareToEnd);
        wait = wait > silence ? wait : silence;
        return wait < Shortest ? Shortest : wait > Longest ? Longest : wait;
    }
}
