using ElasticGrains.Scheduling;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>
/// A slot that is looked for while a job is checked: found in time, the first grant becomes durable together with the acceptance, which
/// saves a flush. Lives in a grain's turns.
/// </summary>
/// <param name="asked">Done once the resource manager has answered, and what it gave has been offered.</param>
/// <param name="time">The clock.</param>
internal sealed class EarlySlot(Task asked, TimeProvider time)
{
    // Longer than the way to the resource manager and back, shorter than the flush that is saved is worth.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(2);

    private readonly TaskCompletionSource _offered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SlotLease? _lease;
    private bool _isClosed;

    /// <summary>True when the offer is the one that is waited for.</summary>
    public bool TryOffer(SlotLease lease)
    {
        if (_isClosed || _lease is not null)
        {
            return false;
        }

        _lease = lease;
        _offered.SetResult();
        return true;
    }

    /// <summary>The slot, once; null when there is none, or none is offered in time.</summary>
    /// <param name="isBusy">True where others wait already: then there is none at once.</param>
    public async Task<SlotLease?> TakeAsync(bool isBusy)
    {
        if (!isBusy && _lease is null && !asked.IsCompleted)
        {
            await Task.WhenAny(_offered.Task, asked, Task.Delay(Patience, time));
        }

        return Close();
    }

    /// <summary>Waits no longer; the slot that nobody has taken, or null.</summary>
    public SlotLease? Close()
    {
        var lease = _isClosed ? null : _lease;
        _isClosed = true;
        return lease;
    }
}
