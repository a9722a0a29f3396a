using ElasticGrains.Hashing;

namespace ElasticGrains.Ledger;

/// <summary>What the commits of a job come to.</summary>
/// <param name="Commits">Their number.</param>
/// <param name="Items">Items in their ranges.</param>
/// <param name="Cover">The hash of their ranges and payloads.</param>
public sealed record CommitTotals(long Commits, long Items, CoverHash Cover)
{
    /// <summary>The totals of all commits among the events.</summary>
    public static CommitTotals Of(IEnumerable<LedgerEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var (commits, items, cover) = (0L, 0L, default(CoverHash));
        foreach (var commit in events.OfType<LedgerEvent.Committed>())
        {
            commits++;
            items += commit.Range.Length;
            cover = cover.With(commit.Range.Start, commit.Range.End, commit.Payload.Checksum);
        }

        return new CommitTotals(commits, items, cover);
    }
}
