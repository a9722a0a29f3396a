using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Running;

/// <summary>Items per second over the last few seconds, so that a resumed job shows today's rate and not yesterday's.</summary>
internal sealed class RateMeter
{
    // Long enough to smooth commits, short enough to follow a change.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Queue<(TimeSpan At, long Computed)> _samples = new();

    /// <summary>Adds a sample taken <paramref name="at"/> after the start and returns the rate, null for the first, and what is left at that rate.</summary>
    public (double? PerSecond, TimeSpan? Remaining) Add(TimeSpan at, JobStatus status)
    {
        _samples.Enqueue((at, status.Computed));
        while (_samples.Count > 2 && at - _samples.Peek().At > Window)
        {
            _samples.Dequeue();
        }

        var (firstAt, firstComputed) = _samples.Peek();
        var seconds = (at - firstAt).TotalSeconds;
        if (seconds <= 0)
        {
            return (null, null);
        }

        var perSecond = Math.Max(0, (status.Computed - firstComputed) / seconds);
        var left = (status.Items - status.Computed) / perSecond;
        return (perSecond, left < TimeSpan.FromDays(366).TotalSeconds ? TimeSpan.FromSeconds(left) : null);
    }
}
