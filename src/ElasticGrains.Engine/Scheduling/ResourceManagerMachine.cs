using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Scheduling;

/// <summary>
/// Grants slots to jobs, by priority and first come, first served, on the silo that a job prefers where one is free. A job that has no
/// slot does not wait for the end of another's run: it gets an express slot. The state is soft: slots are what silos report, wishes are
/// what jobs repeat. An offer that was never taken up falls back after a while. The returned effects are valid until the next call.
/// </summary>
public sealed partial class ResourceManagerMachine
{
    /// <summary>How long an offered slot may stay untaken before it is offered again: the offer or the grant was lost.</summary>
    public static readonly TimeSpan OfferTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A silo that has not reported for so long, twenty reports, is gone: the news of its loss may have come before its last report.
    /// </summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(10);

    /// <summary>How long a job keeps an express slot while others wait that have none.</summary>
    public static readonly TimeSpan ExpressTurn = TimeSpan.FromMilliseconds(500);

    /// <summary>How long others may go before the job whose turn it is, because a free slot is near to them.</summary>
    public static readonly TimeSpan PassedOverAtMost = TimeSpan.FromMilliseconds(50);

    /// <summary>One that has waited for long already, as where thousands wait, may be passed over for one part in so many of that.</summary>
    public const int PassedOverPart = 10;

    private const int PassingAtMost = 16;

    private readonly SortedDictionary<string, SiloSlots> _silos = new(StringComparer.Ordinal);
    private readonly WishQueue _wishes = new();
    private readonly List<ResourceManagerEffect> _effects = [];
    private readonly HashSet<string> _lost = new(StringComparer.Ordinal);
    private readonly ResourceManagerRules _rules;
    private (string JobId, DateTimeOffset Since)? _passedOver;
    private (string JobId, DateTimeOffset Since)? _passedOverExpress;
    private long _epoch;

    /// <summary>Creates the machine; it knows nothing yet.</summary>
    public ResourceManagerMachine(ResourceManagerRules? rules = null) => _rules = rules ?? ResourceManagerRules.Sound;

    /// <summary>The jobs that wait for a slot in vain, because no silo grants one, and none will of itself.</summary>
    public IReadOnlyList<string> Starving => GrantsNone ? [.. _wishes.All.Select(wish => wish.JobId)] : [];

    /// <summary>The silos that are there, by name.</summary>
    public IReadOnlyCollection<string> Silos => _silos.Keys;

    private bool GrantsNone => _silos.Count > 0 && _silos.Values.All(silo => !MayGrant(silo) || silo.Slots.All(slot => slot.IsRetired));

    /// <summary>Handles one event.</summary>
    public IReadOnlyList<ResourceManagerEffect> Handle(ResourceManagerEvent happened, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(happened);
        _effects.Clear();
        switch (happened)
        {
            case ResourceManagerEvent.Requested requested:
                _wishes.Set(requested, now);
                break;
            case ResourceManagerEvent.SiloRequested requested:
                OnSiloRequested(requested, now);
                break;
            case ResourceManagerEvent.SlotOnRequested requested:
                OnSlotOnRequested(requested, now);
                break;
            case ResourceManagerEvent.Returned returned:
                Find(returned.Lease)?.Free();
                break;
            case ResourceManagerEvent.Reported reported when !_lost.Contains(reported.Report.Silo):
                OnReported(reported.Report, now);
                break;
            case ResourceManagerEvent.SiloOrdered ordered:
                OnSiloOrdered(ordered);
                break;
            case ResourceManagerEvent.SiloLost lost:
                // Its last report may still be on the way. The name never comes back, so it is kept.
                _lost.Add(lost.Silo);
                _silos.Remove(lost.Silo);
                DoubtOffers(lost.Silo);
                _wishes.ForgetNear(lost.Silo);
                break;
            case ResourceManagerEvent.Tick:
                ForgetSilent(now);
                TakeBackUntaken(now);
                _wishes.ForgetTurns(HasSlot);
                break;
        }

        Offer(now);
        return _effects;
    }

    private void OnReported(SlotReport report, DateTimeOffset now)
    {
        _epoch = report.LastEpochs.Aggregate(_epoch, Math.Max);
        if (!_silos.TryGetValue(report.Silo, out var silo) || !silo.Fits(report))
        {
            silo = new SiloSlots(report);
            _silos[report.Silo] = silo;
        }

        silo.Hear(report, now);
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

    /// <summary>What was offered to jobs on a silo that is lost, nobody may have heard. Or they have used it: the silos of the slots know.</summary>
    private void DoubtOffers(string lost)
    {
        foreach (var slot in _silos.Values.SelectMany(silo => silo.Slots).Where(slot => slot.OfferedTo == lost))
        {
            slot.Doubt();
        }
    }

    private void Offer(DateTimeOffset now)
    {
        OfferSilos(now);
        OfferPlaces(now);
        while (_wishes.First is { } first && FindFree(first.Near, express: false) is { } free)
        {
            Offer(Nearest(first, _wishes.FirstEquals, free, now, ref _passedOver), free, now);
        }

        // At most events there is nothing to give: whether, is cheaper to tell than to whom.
        if (_wishes.First is not null && (FindFree(near: null, express: true) is not null || IsAnyTurnOver(now)))
        {
            OfferExpress(now);
        }
    }

    /// <summary>All slots are taken: those who have none get the express ones, or have them taken back from those who had their turn.</summary>
    private void OfferExpress(DateTimeOffset now)
    {
        while (_wishes.Newcomers(HasSlot).FirstOrDefault() is { } newcomer)
        {
            if (FindFree(newcomer.Near, express: true) is not { } free)
            {
                Recall(now);
                return;
            }

            var nearest = Nearest(newcomer, _wishes.Newcomers(HasSlot), free, now, ref _passedOverExpress);
            _wishes.HadTurn(nearest.JobId);
            Offer(nearest, free, now);
        }
    }

    /// <summary>One slot for each newcomer, those longest held first; not from a job that would get it again before the newcomer.</summary>
    private void Recall(DateTimeOffset now)
    {
        var held = _silos.Values.SelectMany(silo => silo.Slots).Where(slot => slot is { IsExpress: true, IsTaken: true }).OrderBy(slot => slot.Since).ToList();
        var newcomers = _wishes.Newcomers(HasSlot).Take(held.Count).ToList();
        var due = held.Where(slot => HadItsTurn(slot, now)).ToList();
        foreach (var newcomer in newcomers.Skip(held.Count(slot => now - slot.Recalled < ExpressTurn)))
        {
            if (due.Find(slot => slot.Priority <= newcomer.Priority) is { } slot)
            {
                due.Remove(slot);
                slot.Recalled = now;
                _effects.Add(new ResourceManagerEffect.Recall(slot.JobId!, slot.Lease!));
            }
        }
    }

    private bool IsAnyTurnOver(DateTimeOffset now)
    {
        foreach (var (_, silo) in _silos)
        {
            foreach (var slot in silo.Slots)
            {
                if (HadItsTurn(slot, now))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool HadItsTurn(SlotUse slot, DateTimeOffset now) =>
        slot is { IsExpress: true, IsTaken: true } && now - (slot.Recalled ?? slot.Since) >= ExpressTurn;

    /// <summary>
    /// Where the slot is not near the job whose turn it is, another of the next few to which it is near may go first: jobs are spared the way
    /// between silos, and each is passed over for a moment at most.
    /// </summary>
    private ResourceManagerEvent.Requested Nearest(
        ResourceManagerEvent.Requested first,
        IEnumerable<ResourceManagerEvent.Requested> queue,
        FreeSlot free,
        DateTimeOffset now,
        ref (string JobId, DateTimeOffset Since)? passedOver)
    {
        if (first.Near is null || first.Near == free.Name)
        {
            return first;
        }

        if (passedOver?.JobId != first.JobId)
        {
            passedOver = (first.JobId, now);
        }

        var part = (now - _wishes.SinceOf(first.JobId)) / PassedOverPart;
        return now - passedOver.Value.Since < (part > PassedOverAtMost ? part : PassedOverAtMost)
            ? queue.Take(PassingAtMost).FirstOrDefault(wish => wish.Near == free.Name && wish.Priority == first.Priority) ?? first
            : first;
    }

    private bool HasSlot(string jobId)
    {
        foreach (var (_, silo) in _silos)
        {
            if (Array.Exists(silo.Slots, slot => slot.JobId == jobId))
            {
                return true;
            }
        }

        return false;
    }

    private void Offer(ResourceManagerEvent.Requested wish, FreeSlot free, DateTimeOffset now)
    {
        var slot = free.Silo.Slots[free.Number];
        var lease = new SlotLease(free.Name, free.Number, ++_epoch) { IsExpress = slot.IsExpress };
        slot.Offer(lease, wish.JobId, wish.Priority, now, wish.Near);
        _effects.Add(new ResourceManagerEffect.Offer(wish.JobId, lease) { Near = wish.Near });
        _wishes.Set(wish with { Wanted = wish.Wanted - 1 }, now);
    }

    private FreeSlot? FindFree(string? near, bool express)
    {
        if (near is not null && _silos.TryGetValue(near, out var nearest) && !IsShut(near, nearest) && nearest.FindFree(express) is { } here)
        {
            return new FreeSlot(near, nearest, here);
        }

        foreach (var (name, silo) in _silos)
        {
            if (!IsShut(name, silo) && silo.FindFree(express) is { } number)
            {
                return new FreeSlot(name, silo, number);
            }
        }

        return null;
    }

    private SlotUse? Find(SlotLease lease) =>
        _silos.TryGetValue(lease.Silo, out var silo) ? Array.Find(silo.Slots, slot => slot.Lease == lease) : null;

    private readonly record struct FreeSlot(string Name, SiloSlots Silo, int Number);
}
