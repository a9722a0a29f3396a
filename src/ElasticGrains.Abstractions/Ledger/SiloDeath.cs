namespace ElasticGrains.Ledger;

/// <summary>A silo died while an attempt ran on it; it did not leave. Evidence against the attempt's shard, though not yet a proof.</summary>
/// <param name="Silo">The silo.</param>
/// <param name="At">When the job heard of it.</param>
/// <param name="Others">How many other shards of the job were being computed there.</param>
/// <param name="WasAlone">True when no other shard of any job can have run there.</param>
public sealed record SiloDeath(string Silo, DateTimeOffset At, int Others, bool WasAlone)
{
    /// <summary>How many deaths count against the shard with this one: whoever reads the history later may not see the commits that cleared it of others.</summary>
    public int InARow { get; init; }
}
