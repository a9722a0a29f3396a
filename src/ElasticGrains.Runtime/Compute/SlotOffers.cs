using ElasticGrains.Jobs;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Compute;

/// <summary>Offers that came to this silo for its jobs.</summary>
internal static class SlotOffers
{
    /// <summary>To the job, wherever it is.</summary>
    public static void Offer(this ISiloJobs jobs, IGrainFactory grains, string jobId, SlotLease lease, ILogger logger)
    {
        if (!jobs.TryOffer(jobId, lease))
        {
            grains.Job(jobId).OfferSlotAsync(lease).Forget(logger);
        }
    }
}
