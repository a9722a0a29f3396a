namespace ElasticGrains.Cli.Clusters;

/// <summary>
/// How many silo processes there should be: by what the load asks for, and by what has ended. It decides, and does nothing; time is an argument. The number
/// stays when a silo dies, so that it is replaced; where one after the other dies soon after its start, the next waits.
/// </summary>
internal sealed class ElasticSize
{
    // A silo takes a few seconds to start. One that lived for so long did not die of how it was started.
    internal static readonly TimeSpan SoundAfter = TimeSpan.FromMinutes(1);
    internal static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly int _min;
    private readonly int _max;
    private DateTimeOffset? _pausedUntil;
    private DateTimeOffset? _diedEarlyAt;

    public ElasticSize(int min, int max) => (_min, _max, Target) = (min, max, min);

    /// <summary>How many there should be.</summary>
    public int Target { get; private set; }

    /// <summary>How many have died in a row, each soon after its start and soon after the one before.</summary>
    public int EarlyDeaths { get; private set; }

    /// <summary>So many are wanted.</summary>
    /// <param name="wanted">The number, with those that others have started.</param>
    /// <param name="there">How many there are, with those too: only where that is less is more wanted of this one.</param>
    /// <returns>True when that makes a difference.</returns>
    public bool RaiseTo(int wanted, int there)
    {
        var before = Target;
        Target = wanted > there ? Math.Max(Target, Math.Min(wanted, _max)) : Target;
        return Target > before;
    }

    /// <summary>One fewer, unless there are as few as may be.</summary>
    /// <returns>True when that makes a difference.</returns>
    public bool Lower()
    {
        var before = Target;
        Target = Math.Max(_min, Target - 1);
        return Target < before;
    }

    /// <summary>A silo has ended that nobody asked to.</summary>
    /// <param name="lived">How long it ran.</param>
    /// <param name="now">When it ended.</param>
    /// <returns>How long no other is started: nothing after the first, then twice as long each time.</returns>
    public TimeSpan Ended(TimeSpan lived, DateTimeOffset now)
    {
        var isInARow = now - _diedEarlyAt < SoundAfter + LongestPause;
        EarlyDeaths = lived >= SoundAfter ? 0 : isInARow ? EarlyDeaths + 1 : 1;
        _diedEarlyAt = lived < SoundAfter ? now : _diedEarlyAt;
        if (EarlyDeaths < 2)
        {
            return TimeSpan.Zero;
        }

        // 2^16 s is far beyond the longest already.
        var pause = FirstPause * Math.Pow(2, Math.Min(EarlyDeaths - 2, 16));
        pause = pause < LongestPause ? pause : LongestPause;
        _pausedUntil = now + pause;
        return pause;
    }

    /// <summary>How many are to be started now.</summary>
    /// <param name="running">How many run, without those that are leaving.</param>
    /// <param name="now">The time.</param>
    public int Missing(int running, DateTimeOffset now) => now < _pausedUntil ? 0 : Math.Max(0, Target - running);
}
