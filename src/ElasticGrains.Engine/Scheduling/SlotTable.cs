using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Scheduling;

/// <summary>
/// The slots of one silo as the silo itself sees them. A lease is taken once, on an idle slot, and only when it is newer than the last; one
/// that is to be alone only where nothing runs, not even in a retired slot, and nothing beside it.
/// </summary>
public sealed class SlotTable
{
    private readonly Slot[] _slots;
    private readonly string _silo;
    private readonly int _express;
    private SiloIntake _intake;

    /// <summary>Creates the table with all slots idle.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="slots">How many slots it has.</param>
    /// <param name="express">How many express slots it has besides.</param>
    public SlotTable(string silo, int slots, int express = 0)
    {
        _silo = silo;
        _express = express;
        _slots = [.. Enumerable.Range(0, slots + express).Select(_ => new Slot())];
    }

    /// <summary>What the silo takes on: while it is not open no new lease holds. Once it is draining it stays so.</summary>
    public SiloIntake Intake
    {
        get => _intake;
        set => _intake = _intake == SiloIntake.Draining ? _intake : value;
    }

    /// <summary>Slots that were not retired, without express ones.</summary>
    public int Usable => _slots.SkipLast(_express).Count(slot => !slot.IsRetired);

    /// <summary>Takes a slot under a lease for an attempt; false when the lease does not hold here.</summary>
    public bool TryTake(SlotLease lease, string jobId, int shard, long attempt)
    {
        ArgumentNullException.ThrowIfNull(lease);
        if (_intake != SiloIntake.Open || lease.Silo != _silo || lease.Slot < 0 || lease.Slot >= _slots.Length)
        {
            return false;
        }

        var slot = _slots[lease.Slot];
        var crowds = Array.Exists(_slots, other => lease.IsAlone ? other.Held is not null || other.IsRetired : other.Held is { Lease.IsAlone: true });
        if (slot.IsRetired || slot.Held is not null || crowds || lease.Epoch <= slot.LastEpoch)
        {
            return false;
        }

        slot.Take(new HeldLease(lease, jobId), shard, attempt);
        return true;
    }

    /// <summary>
    /// True unless it is certain that this attempt has never had the slot of its lease: of another silo's slots nothing is known here, and of
    /// its own a silo remembers only the last attempts. A lease alone tells nothing: a resource manager that comes to life may give one twice.
    /// </summary>
    public bool MayHaveBegun(SlotLease lease, string jobId, int shard, long attempt)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return lease.Silo != _silo || lease.Slot < 0 || lease.Slot >= _slots.Length || _slots[lease.Slot].MayHaveHad(lease.Epoch, jobId, shard, attempt);
    }

    /// <summary>Frees the slot when this lease holds it.</summary>
    public void Free(SlotLease lease)
    {
        if (Holder(lease) is { } slot)
        {
            slot.Held = null;
        }
    }

    /// <summary>Takes the slot out for good when this lease holds it: its thread does not come back.</summary>
    public void Retire(SlotLease lease)
    {
        if (Holder(lease) is { } slot)
        {
            slot.Held = null;
            slot.IsRetired = true;
        }
    }

    /// <summary>What the silo tells the resource manager.</summary>
    public SlotReport Report() => new(
        _silo,
        _slots.Length - _express,
        [.. _slots.Where(slot => slot.Held is not null).Select(slot => slot.Held!)],
        [.. Enumerable.Range(0, _slots.Length).Where(slot => _slots[slot].IsRetired)],
        [.. _slots.Select(slot => slot.LastEpoch)])
    {
        Express = _express,
        Intake = _intake,
    };

    private Slot? Holder(SlotLease lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return Array.Find(_slots, slot => slot.Held?.Lease == lease);
    }

    private sealed class Slot
    {
        private const int Remembered = 32;

        private readonly Queue<(long Epoch, string JobId, int Shard, long Attempt)> _taken = new();

        public HeldLease? Held { get; set; }

        public long LastEpoch { get; private set; }

        public bool IsRetired { get; set; }

        public void Take(HeldLease held, int shard, long attempt)
        {
            Held = held;
            LastEpoch = held.Lease.Epoch;
            if (_taken.Count == Remembered)
            {
                _taken.Dequeue();
            }

            _taken.Enqueue((LastEpoch, held.JobId, shard, attempt));
        }

        public bool MayHaveHad(long epoch, string jobId, int shard, long attempt) =>
            _taken.Contains((epoch, jobId, shard, attempt)) || (_taken.Count == Remembered && epoch < _taken.Peek().Epoch);
    }
}
