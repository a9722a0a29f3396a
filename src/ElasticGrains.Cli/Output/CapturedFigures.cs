using System.Text.Json.Serialization;
using ElasticGrains.Inputs;

namespace ElasticGrains.Cli.Output;

/// <summary>What is kept of the input of a range that was given up.</summary>
/// <param name="Range">The items whose input it is.</param>
/// <param name="At">When it was read.</param>
/// <param name="Bytes">How much; 0 for nothing.</param>
/// <param name="Reason">Why not all is kept; null when it is.</param>
internal sealed record CapturedFigures(ItemRange Range, DateTimeOffset At, long Bytes, string? Reason)
{
    /// <summary>The same in words.</summary>
    [JsonIgnore]
    public string Text => Bytes == 0 ? $"not kept: {Reason}" : $"{Figures.Short(Bytes, "bytes")} for {Range}{(Reason is null ? "" : $". {Reason}")}";

    public static CapturedFigures Of(CapturedInput input) => new(input.Range, input.At, input.Block?.Length ?? 0, input.Reason);
}
