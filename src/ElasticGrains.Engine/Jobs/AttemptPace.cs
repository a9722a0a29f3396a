namespace ElasticGrains.Engine.Jobs;

/// <summary>How fast an attempt gets on, going by what it said last: silos differ, and so do items.</summary>
/// <param name="since">When it began.</param>
internal sealed class AttemptPace(DateTimeOffset since)
{
    // What was measured in the last heartbeat counts half: a region of other items shows within two or three.
    private const double HalfAfterSeconds = 0.5;

    // Before anything is known, the one with the most items left is taken for the longest.
    private const double Least = 1e-9;

    private DateTimeOffset _since = since;
    private double _secondsPerItem;
    private bool _isKnown;

    /// <summary>So many items will take about so many seconds.</summary>
    public double SecondsFor(long items) => items * Math.Max(_secondsPerItem, Least);

    /// <summary>It has computed so many items since it was heard of last; 0 when it is still in one that it had begun.</summary>
    public void Advanced(long items, DateTimeOffset now)
    {
        var seconds = Math.Max(0, (now - _since).TotalSeconds);
        if (items <= 0)
        {
            // The one that it is in takes at least so long.
            _secondsPerItem = Math.Max(_secondsPerItem, seconds);
            return;
        }

        var weight = _isKnown ? seconds / (seconds + HalfAfterSeconds) : 1;
        _secondsPerItem = (_secondsPerItem * (1 - weight)) + (seconds / items * weight);
        _isKnown = true;
        _since = now;
    }
}
