using ElasticGrains.Inputs;

namespace ElasticGrains.Shards;

/// <summary>What a shard must know to keep the input of a range that its attempt is the last to fail in.</summary>
/// <param name="Failures">Failed attempts at the range in a row before this one.</param>
/// <param name="Items">The items of the job.</param>
/// <param name="Room">How many bytes the job may still keep.</param>
[GenerateSerializer, Immutable, Alias("eg.shard.capture-order")]
public sealed record CaptureOrder([property: Id(0)] int Failures, [property: Id(1)] long Items, [property: Id(2)] long Room)
{
    /// <summary>What was kept when the same range was given up before: it need not be stored twice. Null when nothing was.</summary>
    [Id(3)] public CapturedInput? Kept { get; init; }
}
