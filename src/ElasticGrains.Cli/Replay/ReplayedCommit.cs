namespace ElasticGrains.Cli.Replay;

/// <summary>A committed partial result and what the same range came to now.</summary>
/// <param name="Number">The commit's number.</param>
/// <param name="Range">Its items.</param>
/// <param name="Bytes">The length of the committed partial.</param>
/// <param name="IsEqual">True when the replayed partial has the same bytes.</param>
internal sealed record ReplayedCommit(long Number, ItemRange Range, long Bytes, bool IsEqual);
