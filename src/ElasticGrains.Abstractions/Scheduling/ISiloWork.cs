namespace ElasticGrains.Scheduling;

/// <summary>What lives on this silo and must end or move before it can leave. Kept from the turns of many grains.</summary>
public interface ISiloWork
{
    /// <summary>The shards with an attempt whose end is not recorded yet.</summary>
    IReadOnlyList<ISiloShard> Shards { get; }

    /// <summary>The ids of the unfinished jobs.</summary>
    IReadOnlyList<string> Jobs { get; }

    /// <summary>How many shards they are.</summary>
    int ShardCount { get; }

    /// <summary>How many jobs they are.</summary>
    int JobCount { get; }

    /// <summary>A shard has an attempt.</summary>
    void Enter(ISiloShard shard);

    /// <summary>A shard has none any more.</summary>
    void Leave(ISiloShard shard);

    /// <summary>A job is written here.</summary>
    void EnterJob(string id);

    /// <summary>A job is written here no more.</summary>
    void LeaveJob(string id);
}
