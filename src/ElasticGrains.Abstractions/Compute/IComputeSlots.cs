using ElasticGrains.Scheduling;
using ElasticGrains.Shards;

namespace ElasticGrains.Compute;

/// <summary>The compute slots of one silo: counted, dedicated threads on which kernels run. The silo owns them: a lease holds only when it is taken here.</summary>
public interface IComputeSlots
{
    /// <summary>The number of slots that were not retired.</summary>
    int Usable { get; }

    /// <summary>What the silo takes on: while it is not open no lease holds that is not in use already. A silo that is draining stays so.</summary>
    SiloIntake Intake { get; set; }

    /// <summary>Takes the slot of a grant; false when its lease does not hold here.</summary>
    bool TryTake(ShardGrant grant);

    /// <summary>True unless it is certain that the attempt of a grant has never had its slot.</summary>
    bool MayHaveBegun(ShardGrant grant);

    /// <summary>Runs work on the slot's thread and frees the slot when it returns. The work must not throw.</summary>
    /// <exception cref="InvalidOperationException">The lease does not hold the slot.</exception>
    void Start(SlotLease lease, Action work);

    /// <summary>Gives a taken slot back without having run anything.</summary>
    void Free(SlotLease lease);

    /// <summary>Takes the slot out for good: its thread does not come back from a kernel, and a thread cannot be killed inside a process.</summary>
    void Retire(SlotLease lease);
}
