namespace ElasticGrains.Ledger;

/// <summary>The answer to an attempt to open a job again.</summary>
[GenerateSerializer, Alias("eg.ledger.reopen-outcome")]
public enum ReopenOutcome
{
    /// <summary>It is open: what is committed stays, the rest may run again.</summary>
    Reopened = 0,

    /// <summary>It has not ended.</summary>
    NotEnded = 1,

    /// <summary>It succeeded: there is no rest.</summary>
    Succeeded = 2,

    /// <summary>There is no such job.</summary>
    NoSuchJob = 3,
}
