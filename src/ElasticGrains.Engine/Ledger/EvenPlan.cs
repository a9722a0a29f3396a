namespace ElasticGrains.Engine.Ledger;

/// <summary>The even cut of a job: shard <c>i</c> of <c>n</c> is <c>[i · items / n, (i + 1) · items / n)</c>, rounded down.</summary>
public static class EvenPlan
{
    /// <summary>The range of one shard.</summary>
    public static ItemRange RangeOf(long items, int shards, int shard) => new(Border(items, shards, shard), Border(items, shards, shard + 1));

    // The product needs up to 94 bits; the 64-bit way is several times faster and covers all but huge inputs.
    private static long Border(long items, int shards, int shard) =>
        items <= long.MaxValue / shards ? items * shard / shards : (long)((UInt128)(ulong)items * (uint)shard / (uint)shards);
}
