namespace ElasticGrains.Engine.Verification;

/// <summary>The row of a commit.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Sequence">Its place among the job's events.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Attempt">The attempt epoch.</param>
/// <param name="Start">The first item.</param>
/// <param name="End">The first item after the range; nothing promises that it lies behind the start.</param>
/// <param name="Payload">What the row says of the encoded partial.</param>
/// <param name="Inline">What its inline bytes are; null when the partial is a block.</param>
/// <param name="Block">The block's id; null when the partial is inline.</param>
public sealed record CommitRow(
    long Number, long Sequence, int Shard, long Attempt, long Start, long End, ByteStamp Payload, ByteStamp? Inline, string? Block)
{
    /// <summary>When, by the clock of the job's writer.</summary>
    public DateTimeOffset At { get; init; }
}
