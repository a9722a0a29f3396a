namespace ElasticGrains.Shards;

/// <summary>
/// A shard in the activation of its job, which spares a small job a grain and most of its messages. Lives in the turns of that activation.
/// </summary>
public interface IInnerShard : IShardCommands
{
    /// <summary>True when it runs this attempt, or waits for the word that its end is recorded.</summary>
    bool Runs(long attempt);

    /// <summary>Time has passed. To be said a few times a second.</summary>
    void Tick();

    /// <summary>The activation goes: the attempt stops at the next safe point, and nobody hears of it.</summary>
    void Close();
}
