using ElasticGrains.Ledger;

namespace ElasticGrains.Shards;

/// <summary>What a job says to a shard, wherever it is; see <see cref="IShardGrain"/>. Nothing is awaited.</summary>
public interface IShardCommands
{
    /// <summary>Begins an attempt.</summary>
    void Start(ShardGrant grant);

    /// <summary>Stops an attempt at the next safe point.</summary>
    void Stop(long attempt, string reason);

    /// <summary>Asks an attempt to give up about half of what is left.</summary>
    void Split(long attempt);

    /// <summary>Asks an attempt to give up all that is left.</summary>
    void Yield(long attempt);

    /// <summary>Asks an attempt to commit what it has computed and to end; the rest goes on elsewhere.</summary>
    void Release(long attempt, MoveCause cause);

    /// <summary>The answer to an offered commit.</summary>
    void Answer(CommitAnswer answer);

    /// <summary>The answer to a report.</summary>
    void Answer(ReportAnswer answer);

    /// <summary>The end of this attempt is recorded.</summary>
    void AnswerEnded(long attempt);
}
