namespace ElasticGrains.Scheduling;

/// <summary>The jobs that are awake on this silo.</summary>
public interface ISiloJobs
{
    /// <summary>Passes an offer on to a job, without a message; false when it is not awake here.</summary>
    bool TryOffer(string jobId, SlotLease lease);
}
