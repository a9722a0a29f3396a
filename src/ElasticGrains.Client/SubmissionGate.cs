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
    private long _busyUntil;
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
            return NotSent(string.Create(CultureInfo.InvariantCulture, $"{MostWaiting:N0} submissions of this client wait already"), Turn);
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

    private static SubmitAnswer NotSent(string why, TimeSpan wait)
    {
        var message = string.Create(CultureInfo.InvariantCulture, $"{why}, so this was not sent: submit again in {Math.Ceiling(wait.TotalSeconds)} s.");
        return new SubmitAnswer(SubmitStatus.Busy, new Failure(FailureFault.Grid, "busy", message)) { RetryAfter = wait };
    }

    private SubmitAnswer? StillBusy() => new DateTimeOffset(Volatile.Read(ref _busyUntil), TimeSpan.Zero) - time.GetUtcNow() is var left && left > TimeSpan.Zero
        ? NotSent("The grid said that it takes no more jobs for now", left)
        : null;

    private SubmitAnswer Heard(SubmitAnswer answer)
    {
        if (answer is { Status: SubmitStatus.Busy, RetryAfter: { } wait })
        {
            Volatile.Write(ref _busyUntil, (time.GetUtcNow() + wait).UtcTicks);
        }

        return answer;
    }
}
