using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Scheduling;

/// <summary>One slot as the resource manager sees it.</summary>
internal sealed class SlotUse(bool isExpress)
{
    private DateTimeOffset _heard;

    /// <summary>Kept for jobs that have no other.</summary>
    public bool IsExpress { get; } = isExpress;

    public SlotLease? Lease { get; private set; }

    /// <summary>The job to which the slot is leased.</summary>
    public string? JobId { get; private set; }

    /// <summary>The job's priority, as far as is known.</summary>
    public int Priority { get; private set; }

    /// <summary>True once a report has shown the lease in use.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>The silo of the job to which the slot was offered, where it said that; null once a report has shown the lease in use.</summary>
    public string? OfferedTo { get; private set; }

    /// <summary>True when the job may not have heard of the offer.</summary>
    public bool IsDoubtful { get; private set; }

    public bool IsRetired { get; set; }

    /// <summary>When the lease was given.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>When the lease was last asked back; null when it was not.</summary>
    public DateTimeOffset? Recalled { get; set; }

    public bool IsFree => Lease is null && !IsRetired;

    /// <summary>True when it could be granted as a slot of that kind.</summary>
    public bool IsFreeAs(bool express) => IsExpress == express && IsFree;

    public bool IsStale(DateTimeOffset now) => Lease is not null && now - _heard >= ResourceManagerMachine.OfferTimeout;

    /// <summary>True when the offer was taken up, and the slot freed again, before any report could show it.</summary>
    public bool WasTaken(long lastEpoch) => Lease is not null && lastEpoch >= Lease.Epoch;

    public void Offer(SlotLease lease, string jobId, int priority, DateTimeOffset now, string? near = null)
    {
        Give(lease, jobId, priority, isTaken: false, now);
        OfferedTo = near;
    }

    public void Take(HeldLease held, DateTimeOffset now) => Give(held.Lease, held.JobId, held.Lease == Lease ? Priority : 0, isTaken: true, now);

    /// <summary>The job may not have heard of the offer: the next report that does not show it taken takes it back.</summary>
    public void Doubt() => IsDoubtful = true;

    public void Free() => (Lease, JobId, IsTaken, OfferedTo, IsDoubtful) = (null, null, false, null, false);

    private void Give(SlotLease lease, string jobId, int priority, bool isTaken, DateTimeOffset now)
    {
        if (Lease != lease)
        {
            (Since, Recalled) = (now, null);
        }

        (Lease, JobId, Priority, IsTaken, OfferedTo, IsDoubtful, _heard) = (lease, jobId, priority, isTaken, null, false, now);
    }
}
