using ElasticGrains.Ledger;

namespace ElasticGrains.Scheduling;

/// <summary>A shard with an attempt on this silo whose end is not recorded yet, for whoever empties the silo. To be called on any thread.</summary>
public interface ISiloShard
{
    /// <summary>It is to commit what it has computed, and to end.</summary>
    void Release(MoveCause cause);

    /// <summary>It is not waited for any longer: what is not committed of it is computed again.</summary>
    void Abandon();
}
