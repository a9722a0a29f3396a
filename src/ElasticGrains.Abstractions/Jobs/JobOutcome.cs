using System.Text.Json.Serialization;
using ElasticGrains.Blocks;

namespace ElasticGrains.Jobs;

/// <summary>How a job ended.</summary>
[GenerateSerializer, Immutable, Alias("eg.job.outcome")]
public sealed record JobOutcome
{
    /// <summary>One of the final phases.</summary>
    [Id(0)] public required JobPhase Phase { get; init; }

    /// <summary>
    /// The answer as JSON (UTF-8) when the job succeeded; empty otherwise, and where <see cref="ResultBlock"/> names it. What a job handle
    /// waited for (<c>JobHandle.OutcomeAsync</c>) has it in any case.
    /// </summary>
    [Id(1), JsonConverter(typeof(RawJsonConverter))] public ReadOnlyMemory<byte> Result { get; init; }

    /// <summary>Why it failed, or why it was cancelled (kind <c>cancelled</c>).</summary>
    [Id(2)] public Failure? Failure { get; init; }

    /// <summary>Ranges that were given up; empty unless the job failed.</summary>
    [Id(3)] public IReadOnlyList<ItemRange> Quarantined { get; init; } = [];

    /// <summary>The block with the answer, when it is larger than <see cref="PartialPayload.MaxInline"/>.</summary>
    [Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public BlockHandle? ResultBlock { get; init; }
}
