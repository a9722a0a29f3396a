namespace ElasticGrains.Shards;

/// <summary>The shards of a run: parts of a job's even cut, each of which commits by itself.</summary>
/// <param name="Items">The job's items.</param>
/// <param name="Parts">The number of its planned shards: shard <c>i</c> begins at <c>i · Items / Parts</c>, rounded down.</param>
[GenerateSerializer, Immutable, Alias("eg.shard.run-cut")]
public sealed record RunCut([property: Id(0)] long Items, [property: Id(1)] int Parts);
