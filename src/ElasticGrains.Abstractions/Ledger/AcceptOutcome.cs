namespace ElasticGrains.Ledger;

/// <summary>What the ledger did with a new job.</summary>
public enum AcceptOutcome
{
    /// <summary>It is in the ledger now.</summary>
    Accepted = 0,

    /// <summary>The same spec was in the ledger already under this id: attach to it.</summary>
    Exists = 1,

    /// <summary>Another spec has this id; nothing was changed.</summary>
    Conflict = 2,
}
