using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>What watchers of a job may count on: its machine is ahead of the ledger while an append is under way.</summary>
internal sealed class DurablePart(long number, long items)
{
    /// <summary>The last number that is committed.</summary>
    public long Number { get; private set; } = number;

    /// <summary>The items that are committed.</summary>
    public long Items { get; private set; } = items;

    /// <summary>The ledger has answered.</summary>
    public void Count(JobAppend batch, AppendStatus status)
    {
        if (status is AppendStatus.Applied or AppendStatus.Duplicate)
        {
            foreach (var commit in batch.Events.OfType<LedgerEvent.Committed>())
            {
                (Number, Items) = (commit.Number, Items + commit.Range.Length);
                GridMeter.ItemsCommitted(commit.Range.Length);
            }
        }
    }
}
