namespace ElasticGrains.Engine.Jobs;

/// <summary>What is remembered of a shard's or run's last commit, to answer its re-sends; not its payload.</summary>
public readonly record struct CommitMark(long Number, long Attempt, ItemRange Range);
