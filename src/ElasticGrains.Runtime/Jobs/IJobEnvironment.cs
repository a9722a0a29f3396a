using ElasticGrains.Compute;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>The silo around a job: its threads, its waits, and the name under which its jobs write.</summary>
internal interface IJobEnvironment
{
    IKernelThread KernelThread { get; }

    IComputeSlots Slots { get; }

    JobTimings Timings { get; }

    /// <summary>The silos that are gone.</summary>
    ISiloLosses Losses { get; }

    /// <summary>What lives on this silo.</summary>
    ISiloWork Work { get; }

    /// <summary>True when other silos can take a job over: whoever hears of one that sleeps wakes it, and one that stands down makes room.</summary>
    bool IsShared { get; }

    /// <summary>The most bytes that the input of a job may have.</summary>
    int MaxInputBytes { get; }

    /// <summary>The silo's name, under which slots are leased.</summary>
    string Silo { get; }

    /// <summary>Names this writer in the ledger: host, process, silo.</summary>
    string Writer { get; }
}
