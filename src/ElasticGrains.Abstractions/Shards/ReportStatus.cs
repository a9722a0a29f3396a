namespace ElasticGrains.Shards;

/// <summary>Whether a reporting attempt goes on.</summary>
[GenerateSerializer, Alias("eg.shard.report-status")]
public enum ReportStatus
{
    /// <summary>Go on under the epoch that you have.</summary>
    Current = 0,

    /// <summary>Go on under the new epoch; a commit that the ledger does not hold is sent again under it.</summary>
    Adopted = 1,

    /// <summary>Another attempt has the shard, or the job has ended: stop.</summary>
    Fenced = 2,
}
