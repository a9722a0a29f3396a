using ElasticGrains.Jobs;

namespace ElasticGrains.Ledger;

/// <summary>A job as a row of a list.</summary>
/// <param name="Id">The id.</param>
/// <param name="Kernel">The kernel's name.</param>
/// <param name="SpecHash">XxHash128 of the spec, hexadecimal.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Items">All items.</param>
/// <param name="Committed">Items in committed ranges; all of them when the job has the answer of another.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="FinishedAt">When it ended; null while it has not.</param>
public sealed record JobEntry(
    string Id, string Kernel, string SpecHash, JobPhase Phase, long Items, long Committed, DateTimeOffset AcceptedAt, DateTimeOffset? FinishedAt)
{
    /// <summary>Its tags; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>True when it may take the answer of an earlier job, and lend its own to later ones.</summary>
    public bool UsesCache { get; init; }

    /// <summary>True when it has the answer of an earlier job, without having computed anything.</summary>
    public bool IsCopied { get; init; }
}
