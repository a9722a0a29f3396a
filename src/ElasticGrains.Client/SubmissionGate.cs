using System.Globalization;
using ElasticGrains.Jobs;

namespace ElasticGrains.Client;

/// <summary>
/// Keeps a client from burying the grid: so many submissions are under way at once and so many wait; until the time that a busy grid named
/// has passed none is sent at all. Without it calls pile up in the silos until each is too old when its turn comes, is sent again, and
/// nothing is accepted any more.
/// </summary>
#pragma warning disable CA1001 // The semaphore's wait handle, the only thing to free, is never asked for.
internal sealed class SubmissionGate(TimeProvider time)
#pragma warning restore CA1001
{
    // What one client needs to keep silos busy, and what is accepted in about a second.
    private const int AtOnce = 128;
    private const int MostWaiting = 4096;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _room = new(AtOnce);
    private volatile Refusal? _last;
    private int _waiting;

    /// <summary>Submits when it is the turn of this submission; answers for the grid while it is busy.</summary>
    public async Task<SubmitAnswer> SubmitAsync(Func<Task<SubmitAnswer>> submit, CancellationToken cancellationToken)
    {
        if (StillBusy() is { } busy)
        {
            return busy;
        }

        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return TooMany;
        }

        try
        {
            await _room.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            return StillBusy() ?? Heard(await submit());
        }
        finally
        {
            _room.Release();
        }
    }

    private static SubmitAnswer TooMany { get; } = new(
        SubmitStatus.Busy,
        new Failure(
            FailureFault.Grid,
            "busy",
            string.Create(CultureInfo.InvariantCulture, $"{MostWaiting:N0} submissions of this client wait already, and {AtOnce} are under way: submit again in {Turn.TotalSeconds:0} s.")))
    {
        RetryAfter = Turn,
    };

    private SubmitAnswer? StillBusy() =>
        _last is { } last && last.Until - time.GetUtcNow() is var left && left > TimeSpan.Zero ? last.Answer with { RetryAfter = left } : null;

    private SubmitAnswer Heard(SubmitAnswer answer)
    {
        if (answer is { Status: SubmitStatus.Busy, RetryAfter: { } wait })
        {
            _last = new Refusal(answer, time.GetUtcNow() + wait);
        }

        return answer;
    }

    private sealed record Refusal(SubmitAnswer Answer, DateTimeOffset Until);
}
