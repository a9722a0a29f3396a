using ElasticGrains.Compute;
using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;

namespace ElasticGrains.Runtime.Compute;

/// <summary>The slots of this silo: a thread each, and the table that says under which lease each is taken.</summary>
internal sealed class ComputeSlots : IComputeSlots, IDisposable
{
    private readonly Lock _gate = new();
    private readonly SlotTable _table;
    private readonly KernelThread[] _threads;

    public ComputeSlots(string silo, int slots, int express)
    {
        _table = new SlotTable(silo, slots, express);
        _threads = [.. Enumerable.Range(0, slots + express).Select(slot => new KernelThread($"eg-slot-{slot}"))];
    }

    /// <summary>Raised, on any thread, when a slot was freed or retired, or the intake has changed. That one was taken only who offered it must know, and not at once.</summary>
    public event Action? Changed;

    public int Usable
    {
        get
        {
            lock (_gate)
            {
                return _table.Usable;
            }
        }
    }

    public SiloIntake Intake
    {
        get
        {
            lock (_gate)
            {
                return _table.Intake;
            }
        }
        set => Change(table => table.Intake = value);
    }

    public bool TryTake(ShardGrant grant)
    {
        lock (_gate)
        {
            return _table.TryTake(grant.Lease, grant.JobId, grant.Shard, grant.Attempt);
        }
    }

    public bool MayHaveBegun(ShardGrant grant)
    {
        lock (_gate)
        {
            return _table.MayHaveBegun(grant.Lease, grant.JobId, grant.Shard, grant.Attempt);
        }
    }

    public void Start(SlotLease lease, Action work) => _threads[lease.Slot].Post(() =>
    {
        work();
        Free(lease);
    });

    public void Free(SlotLease lease) => Change(table => table.Free(lease));

    public void Retire(SlotLease lease) => Change(table => table.Retire(lease));

    public SlotReport Report()
    {
        lock (_gate)
        {
            return _table.Report();
        }
    }

    public void Dispose()
    {
        foreach (var thread in _threads)
        {
            thread.Dispose();
        }
    }

    private void Change(Action<SlotTable> change)
    {
        lock (_gate)
        {
            change(_table);
        }

        Changed?.Invoke();
    }
}
