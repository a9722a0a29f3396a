namespace ElasticGrains.Engine.History;

/// <summary>The commits of one attempt at one shard, together.</summary>
/// <param name="Attempt">The attempt epoch.</param>
/// <param name="Sequence">The place of the last of them among all events of the job.</param>
/// <param name="Commits">How many, at least 1.</param>
/// <param name="Range">Their items.</param>
/// <param name="Bytes">The bytes of their partials.</param>
/// <param name="FirstNumber">The number of the first.</param>
/// <param name="LastNumber">The number of the last; other shards may have numbers in between.</param>
/// <param name="First">When the first was committed.</param>
/// <param name="Last">When the last was.</param>
public sealed record AttemptCommits(
    long Attempt, long Sequence, long Commits, ItemRange Range, long Bytes, long FirstNumber, long LastNumber, DateTimeOffset First, DateTimeOffset Last);
