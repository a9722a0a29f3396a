using System.Globalization;
using ElasticGrains.Ledger;
using ElasticGrains.Storage;

namespace ElasticGrains.Cli.State;

/// <summary>A block of a job, and what refers to it.</summary>
/// <param name="Block">Its id.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Checksum">XxHash3 (64 bits), hexadecimal.</param>
/// <param name="Place">Where its bytes are: <c>ledger</c>, or the place in S3.</param>
/// <param name="Of">What refers to it; null for nothing, or nothing yet.</param>
internal sealed record BlockView(string Block, long Bytes, string Checksum, string Place, string? Of)
{
    public static IReadOnlyList<BlockView> From(IEnumerable<StoredBlock> blocks, IEnumerable<LedgerEvent> events)
    {
        var referrers = new Dictionary<string, string>();
        foreach (var happened in events)
        {
            if (happened.FindBlock() is { } block)
            {
                referrers[block.Id] = WordsOf(happened);
            }
        }

        return [.. blocks.Select(block => new BlockView(
            block.Handle.Id, block.Handle.Length, block.Handle.Checksum.ToString("x16", CultureInfo.InvariantCulture), block.Place ?? "ledger", referrers.GetValueOrDefault(block.Handle.Id)))];
    }

    private static string WordsOf(LedgerEvent happened) => happened switch
    {
        LedgerEvent.Committed it => string.Create(CultureInfo.InvariantCulture, $"commit {it.Number} of shard {it.Shard}"),
        LedgerEvent.Quarantined it => string.Create(CultureInfo.InvariantCulture, $"input kept of shard {it.Shard}"),
        LedgerEvent.Finished => "the answer",
        _ => happened.GetType().Name,
    };
}
