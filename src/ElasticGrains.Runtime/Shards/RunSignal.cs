using ElasticGrains.Jobs;

namespace ElasticGrains.Runtime.Shards;

/// <summary>What a run's thread tells its grain, in order.</summary>
internal abstract record RunSignal(long Run)
{
    /// <summary>A finished prefix: one piece for each shard of the run, or one alone.</summary>
    public sealed record Prefix(long Run, IReadOnlyList<EncodedPiece> Pieces, TimeSpan Cost) : RunSignal(Run);

    /// <summary>All items are computed and cut off.</summary>
    public sealed record Completed(long Run) : RunSignal(Run);

    /// <summary>The kernel threw.</summary>
    /// <param name="Run">The run.</param>
    /// <param name="Failure">What it threw.</param>
    /// <param name="In">What it was computing; null when it could not begin.</param>
    public sealed record Failed(long Run, Failure Failure, ItemRange? In = null) : RunSignal(Run);
}
