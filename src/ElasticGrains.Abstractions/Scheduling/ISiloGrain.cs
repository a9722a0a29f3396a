using ElasticGrains.Transfer;

namespace ElasticGrains.Scheduling;

/// <summary>One silo, which keeps its own intake; its key is <c>silo-</c> followed by the name (see <see cref="Jobs.GrainKeys"/>), and it is called with <see cref="LeasePlacement.SiloKey"/>.</summary>
[GrainInterfaceType("eg.silo"), Alias("eg.silo")]
public interface ISiloGrain : IGrainWithStringKey
{
    /// <summary>From the resource manager: what the silo is to take on from now on. A silo that is draining goes on with it.</summary>
    /// <returns>False where this is another silo: the one that is meant is not there.</returns>
    [Alias("order")]
    Task<bool> OrderAsync(SiloIntake intake);

    /// <summary>From another silo: where this one serves what has that name; null when it has nothing by it, or is another silo.</summary>
    [Alias("find-transfer")]
    Task<TransferOffer?> FindTransferAsync(string name);

    /// <summary>From another silo: where this one has the block with that name; null when it does not have it in memory, or is another silo.</summary>
    [Alias("find-block")]
    Task<BlockOffer?> FindBlockAsync(string name);

    /// <summary>The ids of unfinished jobs that are written on this silo, some thousands at most; none where it is another silo.</summary>
    [Alias("jobs")]
    Task<IReadOnlyList<string>> GetJobsAsync();
}
