using ElasticGrains.Jobs;

namespace ElasticGrains.Client;

/// <summary>
/// Spares a busy grid: until the time that it named has passed, submissions of this client are answered here as the grid would. A refusal
/// costs the silos almost as much as a small job.
/// </summary>
internal sealed class BusyGrid(TimeProvider time)
{
    private volatile Refusal? _last;

    /// <summary>The grid's answer as long as it holds, with the time that is left; null when the grid is to be asked.</summary>
    public SubmitAnswer? Answer() =>
        _last is { } last && last.Until - time.GetUtcNow() is var left && left > TimeSpan.Zero ? last.Answer with { RetryAfter = left } : null;

    /// <summary>Takes note of an answer.</summary>
    public SubmitAnswer Heard(SubmitAnswer answer)
    {
        if (answer is { Status: SubmitStatus.Busy, RetryAfter: { } wait })
        {
            _last = new Refusal(answer, time.GetUtcNow() + wait);
        }

        return answer;
    }

    private sealed record Refusal(SubmitAnswer Answer, DateTimeOffset Until);
}
