using System.Text.Json.Serialization;
using ElasticGrains.Blocks;

namespace ElasticGrains.Inputs;

/// <summary>What was kept of the input files of a range that was given up, or why nothing was.</summary>
/// <param name="Range">The items whose input it is.</param>
/// <param name="At">When the files were read.</param>
[GenerateSerializer, Immutable, Alias("eg.input.captured")]
public sealed record CapturedInput([property: Id(0)] ItemRange Range, [property: Id(1)] DateTimeOffset At)
{
    /// <summary>The block with the bytes, see <see cref="CapturedBytes"/>; null when nothing is kept.</summary>
    [Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public BlockHandle? Block { get; init; }

    /// <summary>Why nothing, or not the input of the whole range, is kept; null when it is.</summary>
    [Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Reason { get; init; }
}
