using ElasticGrains.Jobs;
using ElasticGrains.Scheduling;
using ElasticGrains.Transfer;
using Orleans.Concurrency;
using Orleans.Placement;

namespace ElasticGrains.Runtime.Scheduling;

/// <summary>Passes orders on to the silo on which it lives.</summary>
[GrainType("eg.silo"), Reentrant, Immovable, LeasePlacement]
internal sealed class SiloGrain(SiloDrain drain, ITransferSource source, IBlockSource blocks, ITransferServer server, ISiloWork work) : Grain, ISiloGrain
{
    // An answer of about a megabyte, since others wait behind it.
    private const int MostJobs = 20_000;

    public Task<bool> OrderAsync(SiloIntake intake)
    {
        if (!IsHere())
        {
            return Task.FromResult(false);
        }

        drain.Order(intake);
        return Task.FromResult(true);
    }

    public Task<TransferOffer?> FindTransferAsync(string name) =>
        Task.FromResult(IsHere() && server.Address is { } address && source.IsReady(name) is { } isReady ? new TransferOffer(address, isReady) : null);

    public Task<BlockOffer?> FindBlockAsync(string name)
    {
        using var held = IsHere() ? blocks.Hold(name) : null;
        return Task.FromResult(held is null ? null : new BlockOffer(server.Address, held.Ticket));
    }

    public Task<IReadOnlyList<string>> GetJobsAsync() => Task.FromResult<IReadOnlyList<string>>(IsHere() ? [.. work.Jobs.Take(MostJobs)] : []);

    /// <summary>False where the silo of its key is not there any more.</summary>
    private bool IsHere()
    {
        if (GrainKeys.SiloOf(this.GetPrimaryKeyString()) == drain.Silo)
        {
            return true;
        }

        DeactivateOnIdle();
        return false;
    }
}
