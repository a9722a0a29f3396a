namespace ElasticGrains.Cli.Chaos.Workloads;

/// <summary>The standard workloads.</summary>
internal enum WorkloadKind
{
    /// <summary>Word counts of a text, one after the other.</summary>
    Words,

    /// <summary>Jobs of very many small shards.</summary>
    Squares,

    /// <summary>Work for processors.</summary>
    Pi,

    /// <summary>One long job whose items take time.</summary>
    Waits,

    /// <summary>Jobs of a few items, in a stream.</summary>
    Stream,
}
