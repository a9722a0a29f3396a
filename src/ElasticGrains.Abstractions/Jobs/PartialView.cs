using System.Text.Json.Serialization;

namespace ElasticGrains.Jobs;

/// <summary>A committed partial result as watchers see it.</summary>
/// <param name="Number">1, 2, 3 … per job, each exactly once.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Attempt">The attempt epoch.</param>
/// <param name="Range">The items.</param>
/// <param name="Bytes">The size of the encoded partial.</param>
/// <param name="At">When it was committed.</param>
/// <param name="Preview">The kernel's preview of this partial as JSON (UTF-8); empty when the kernel has none, or it is left out.</param>
[GenerateSerializer, Immutable, Alias("eg.partial.view")]
public sealed record PartialView(
    [property: Id(0)] long Number,
    [property: Id(1)] int Shard,
    [property: Id(2)] long Attempt,
    [property: Id(3)] ItemRange Range,
    [property: Id(4)] long Bytes,
    [property: Id(5)] DateTimeOffset At,
    [property: Id(6), JsonConverter(typeof(RawJsonConverter))] ReadOnlyMemory<byte> Preview)
{
    /// <summary>The bytes of a preview that was left out because it is larger than 256 KiB; 0 otherwise.</summary>
    [Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public long PreviewLeftOut { get; init; }
}
