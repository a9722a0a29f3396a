using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Scheduling;

/// <summary>
/// Grants slots to jobs, first come, first served, on the silo that a job prefers where one is free. Its state is soft: slots are what
/// silos report, wishes are what jobs repeat. An offer that was never taken up falls back after a while. The returned offers are valid
/// until the next call.
/// </summary>
public sealed class ResourceManagerMachine
{
    /// <summary>How long an offered slot may stay untaken before it is offered again: the offer or the grant was lost.</summary>
    public static readonly TimeSpan OfferTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A silo that has not reported for so long, twenty reports, is gone: the news of its loss may have come before its last report.
    /// </summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(10);

    private readonly SortedDictionary<string, SiloSlots> _silos = new(StringComparer.Ordinal);
    private readonly WishQueue _wishes = new();
    private readonly List<SlotOffer> _offers = [];
    private readonly HashSet<string> _lost = new(StringComparer.Ordinal);
    private long _epoch;

    /// <summary>The jobs that wait for a slot in vain, because no silo has one that could ever be free again.</summary>
    public IReadOnlyList<string> Starving => HasRetiredOnly ? [.. _wishes.Jobs] : [];

    /// <summary>The silos that are there, by name.</summary>
    public IReadOnlyCollection<string> Silos => _silos.Keys;

    private bool HasRetiredOnly => _silos.Count > 0 && _silos.Values.All(silo => silo.Slots.All(slot => slot.IsRetired));

    /// <summary>Handles one event.</summary>
    public IReadOnlyList<SlotOffer> Handle(ResourceManagerEvent happened, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(happened);
        _offers.Clear();
        switch (happened)
        {
            case ResourceManagerEvent.Requested requested:
                _wishes.Set(requested);
                break;
            case ResourceManagerEvent.Returned returned:
                Find(returned.Lease)?.Free();
                break;
            case ResourceManagerEvent.Reported reported when !_lost.Contains(reported.Report.Silo):
                OnReported(reported.Report, now);
                break;
            case ResourceManagerEvent.SiloLost lost:
                // Its last report may still be on the way. The name never comes back, so it is kept.
                _lost.Add(lost.Silo);
                _silos.Remove(lost.Silo);
                break;
            case ResourceManagerEvent.Tick:
                ForgetSilent(now);
                TakeBackUntaken(now);
                break;
        }

        Offer(now);
        return _offers;
    }

    private void OnReported(SlotReport report, DateTimeOffset now)
    {
        _epoch = report.LastEpochs.Aggregate(_epoch, Math.Max);
        if (!_silos.TryGetValue(report.Silo, out var silo) || silo.Slots.Length != report.Slots)
        {
            silo = new SiloSlots([.. Enumerable.Range(0, report.Slots).Select(_ => new SlotUse())]);
            _silos[report.Silo] = silo;
        }

        silo.Heard = now;
        for (var number = 0; number < silo.Slots.Length; number++)
        {
            var slot = silo.Slots[number];
            var held = report.Held.FirstOrDefault(held => held.Lease.Slot == number);
            slot.IsRetired = report.Retired.Contains(number);
            if (held is not null)
            {
                slot.Take(held.Lease, now);
            }
            else if (slot.IsTaken || slot.WasTaken(report.LastEpochs[number]) || slot.IsStale(now))
            {
                slot.Free();
            }
        }
    }

    private void ForgetSilent(DateTimeOffset now)
    {
        foreach (var (name, _) in _silos.Where(silo => now - silo.Value.Heard >= SilentAfter).ToArray())
        {
            _silos.Remove(name);
        }
    }

    private void TakeBackUntaken(DateTimeOffset now)
    {
        foreach (var slot in _silos.Values.SelectMany(silo => silo.Slots).Where(slot => !slot.IsTaken && slot.IsStale(now)))
        {
            slot.Free();
        }
    }

    private void Offer(DateTimeOffset now)
    {
        while (_wishes.First is { } first && (FindFree(first.Near) ?? FindFree()) is var (silo, number, slot))
        {
            var lease = new SlotLease(silo, number, ++_epoch);
            slot.Offer(lease, now);
            _offers.Add(new SlotOffer(first.JobId, lease));
            _wishes.Set(first with { Wanted = first.Wanted - 1 });
        }
    }

    private FreeSlot? FindFree()
    {
        foreach (var (silo, _) in _silos)
        {
            if (FindFree(silo) is { } free)
            {
                return free;
            }
        }

        return null;
    }

    private FreeSlot? FindFree(string? name)
    {
        if (name is null || !_silos.TryGetValue(name, out var silo))
        {
            return null;
        }

        var number = Array.FindIndex(silo.Slots, slot => slot.IsFree);
        return number < 0 ? null : new FreeSlot(name, number, silo.Slots[number]);
    }

    private SlotUse? Find(SlotLease lease) =>
        _silos.TryGetValue(lease.Silo, out var silo) ? Array.Find(silo.Slots, slot => slot.Lease == lease) : null;

    private readonly record struct FreeSlot(string Silo, int Number, SlotUse Slot);

    private sealed record SiloSlots(SlotUse[] Slots)
    {
        public DateTimeOffset Heard { get; set; }
    }

    private sealed class SlotUse
    {
        private DateTimeOffset _since;

        public SlotLease? Lease { get; private set; }

        public bool IsTaken { get; private set; }

        public bool IsRetired { get; set; }

        public bool IsFree => Lease is null && !IsRetired;

        public bool IsStale(DateTimeOffset now) => Lease is not null && now - _since >= OfferTimeout;

        /// <summary>True when the offer was taken up, and the slot freed again, before any report could show it.</summary>
        public bool WasTaken(long lastEpoch) => Lease is not null && lastEpoch >= Lease.Epoch;

        public void Offer(SlotLease lease, DateTimeOffset now) => (Lease, IsTaken, _since) = (lease, false, now);

        public void Take(SlotLease lease, DateTimeOffset now) => (Lease, IsTaken, _since) = (lease, true, now);

        public void Free() => (Lease, IsTaken) = (null, false);
    }
}
