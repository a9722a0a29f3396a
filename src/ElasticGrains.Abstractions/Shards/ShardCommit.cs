namespace ElasticGrains.Shards;

/// <summary>
/// A finished prefix of a shard or run, offered for commit. Frozen once sent: it is sent again byte-identical, keyed by (shard, attempt,
/// start), until it is answered. It is committed whole or not at all, and each of its pieces gets its own number.
/// </summary>
/// <param name="Shard">The shard, or the run's first.</param>
/// <param name="Attempt">The attempt epoch.</param>
/// <param name="Pieces">At least one, adjacent; the first begins where the previous commit ended.</param>
[GenerateSerializer, Immutable, Alias("eg.shard.commit")]
public sealed record ShardCommit(
    [property: Id(0)] int Shard, [property: Id(1)] long Attempt, [property: Id(2)] IReadOnlyList<CommitPiece> Pieces)
{
    /// <summary>The items of all pieces.</summary>
    public ItemRange Range => new(Pieces[0].Range.Start, Pieces[^1].Range.End);
}
