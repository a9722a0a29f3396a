using ElasticGrains.Jobs;

namespace ElasticGrains.Ledger;

/// <summary>A job as a row of a list.</summary>
/// <param name="Id">The id.</param>
/// <param name="Kernel">The kernel's name.</param>
/// <param name="SpecHash">XxHash128 of the spec, hexadecimal.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Items">All items.</param>
/// <param name="Committed">Items in committed ranges.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="FinishedAt">When it ended; null while it has not.</param>
public sealed record JobEntry(
    string Id, string Kernel, string SpecHash, JobPhase Phase, long Items, long Committed, DateTimeOffset AcceptedAt, DateTimeOffset? FinishedAt)
{
    /// <summary>Its tags; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
