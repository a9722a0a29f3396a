using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.History;

/// <summary>What a ledger has of one shard.</summary>
public sealed record ShardRecord
{
    /// <summary>The job.</summary>
    public required JobEntry Job { get; init; }

    /// <summary>How many shards the job has, planned and split off; their numbers are 0 … this − 1.</summary>
    public required int Shards { get; init; }

    /// <summary>How many of them were planned.</summary>
    public required int PlannedShards { get; init; }

    /// <summary>The shard.</summary>
    public required int Shard { get; init; }

    /// <summary>Its items now: a split lowers the end. Empty when there is no such shard.</summary>
    public required ItemRange Range { get; init; }

    /// <summary>What is committed of them: from their beginning.</summary>
    public required long Committed { get; init; }

    /// <summary>
    /// In order: every event of the shard and of the runs that it has been in; and of the job how it was planned, taken over, opened again and
    /// ended. Of such a run there may be events from after the shard was cut from it.
    /// </summary>
    public required IReadOnlyList<SequencedEvent> Events { get; init; }

    /// <summary>Its commits by attempt, in order.</summary>
    public required IReadOnlyList<AttemptCommits> Commits { get; init; }

    /// <summary>True when the job has this shard.</summary>
    public bool Exists => Shard >= 0 && Shard < Shards;
}
