namespace ElasticGrains.Ledger;

/// <summary>What the ledger did with an append.</summary>
public enum AppendStatus
{
    /// <summary>It is durable.</summary>
    Applied = 0,

    /// <summary>It was durable already: a re-send.</summary>
    Duplicate = 1,

    /// <summary>Another writer has taken over, or the job has ended; nothing was changed and nothing ever will be by this writer.</summary>
    Fenced = 2,

    /// <summary>The append contradicts the ledger (wrong version, attempt, range or number); nothing was changed. A defect of the writer.</summary>
    Rejected = 3,
}
