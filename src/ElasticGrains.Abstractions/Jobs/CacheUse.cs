namespace ElasticGrains.Jobs;

/// <summary>What a job has to do with the answers of others that ask for the same.</summary>
[GenerateSerializer, Alias("eg.job.cache-use")]
public enum CacheUse
{
    /// <summary>Nothing: it is computed, and nobody else has its answer.</summary>
    None = 0,

    /// <summary>
    /// It is computed, and later jobs may have its answer. So an answer that was wrong, because something else had changed, is followed by one that is not.
    /// </summary>
    Refresh = 1,

    /// <summary>It takes the answer of the one that succeeded last, where the ledger has one; else it is computed. Later jobs may have its answer.</summary>
    Take = 2,
}
