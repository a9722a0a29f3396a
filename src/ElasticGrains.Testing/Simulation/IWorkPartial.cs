using ElasticGrains.Blocks;
using ElasticGrains.Jobs;

namespace ElasticGrains.Testing.Simulation;

/// <summary>What an attempt has computed and not cut off yet.</summary>
internal interface IWorkPartial
{
    /// <summary>Computes the next items; what the kernel throws is returned.</summary>
    Failure? Extend(ItemRange items);

    /// <summary>Writes the partial, and begins a new one.</summary>
    PartialPayload Cut();
}
