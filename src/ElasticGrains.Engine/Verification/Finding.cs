namespace ElasticGrains.Engine.Verification;

/// <summary>Something in a ledger that contradicts what a ledger promises, or looks as if it did.</summary>
/// <param name="Code">A stable word for programs, one of <see cref="FindingCodes"/>.</param>
/// <param name="JobId">The job.</param>
/// <param name="Message">What was found, where.</param>
public sealed record Finding(string Code, string JobId, string Message)
{
    /// <summary>The shard; null where it is not about one.</summary>
    public int? Shard { get; init; }

    /// <summary>The attempt epoch; null where it is not about one.</summary>
    public long? Attempt { get; init; }

    /// <summary>The slot, and when it was free beside work; null where it is not about one.</summary>
    public IdleTime? Idle { get; init; }

    /// <summary>What it means for whoever relies on the job.</summary>
    public string Meaning => FindingMeanings.Of(Code);

    /// <summary>True when it proves nothing: the ledger cannot tell it from something harmless.</summary>
    public bool IsWarning => FindingMeanings.IsWarning(Code);
}
