namespace ElasticGrains.Engine.History;

/// <summary>The latest attempt at a shard, or at a run from its head on.</summary>
/// <param name="Head">The shard, or the run's first.</param>
/// <param name="Attempt">The attempt epoch.</param>
/// <param name="Silo">Where.</param>
/// <param name="Slot">On which slot.</param>
/// <param name="More">How many shards the run has beside its first.</param>
/// <param name="Since">When it was granted.</param>
internal sealed record RunEntry(int Head, long Attempt, string Silo, int Slot, int More, DateTimeOffset Since)
{
    public bool IsRunning { get; init; } = true;

    /// <summary>True when nothing else could run beside it.</summary>
    public bool IsAlone { get; init; }

    /// <summary>The last shard of the run.</summary>
    public int Last => Head + More;

    public bool Covers(int shard) => shard >= Head && shard <= Last;
}
