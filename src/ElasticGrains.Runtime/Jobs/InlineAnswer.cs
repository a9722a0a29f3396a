using System.Diagnostics.CodeAnalysis;
using ElasticGrains.Blocks;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>
/// Answers that an earlier release wrote into the last event of a job, whole. Looks at the job have them as if they were blocks, by a handle
/// of an id that no store gives.
/// </summary>
internal static class InlineAnswer
{
    // Stores number their blocks.
    private const string Id = "in-event";

    /// <summary>The outcome as it travels.</summary>
    [return: NotNullIfNotNull(nameof(outcome))]
    public static JobOutcome? Named(JobOutcome? outcome) => outcome is { ResultBlock: null, Result.Length: > PartialPayload.MaxInline }
        ? outcome with { Result = default, ResultBlock = new BlockHandle(Id, outcome.Result.Length, Checksum.Of(outcome.Result.Span)) }
        : outcome;

    /// <summary>True when a handle names an answer that stands in an event.</summary>
    public static bool Is(BlockHandle block) => block.Id == Id;

    /// <summary>The answer of a job.</summary>
    /// <exception cref="BlockCorruptException">It has another one, or none.</exception>
    public static ReadOnlyMemory<byte> Of(JobHistory? history, string jobId, BlockHandle block) =>
        history?.Events.OfType<LedgerEvent.Finished>().LastOrDefault() is { } finished && Named(finished.Outcome).ResultBlock == block
            ? finished.Outcome.Result
            : throw new BlockCorruptException($"The answer of job '{jobId}' is not in its ledger, or is another one.");
}
