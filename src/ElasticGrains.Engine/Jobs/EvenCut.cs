namespace ElasticGrains.Engine.Jobs;

/// <summary>Cuts items evenly: part <c>i</c> of <c>n</c> begins at <c>i · items / n</c>, rounded down. No part is stored.</summary>
public static class EvenCut
{
    /// <summary>The range of one part.</summary>
    public static ItemRange Of(long items, int parts, int part) => new(Border(items, parts, part), Border(items, parts, part + 1));

    /// <summary>The part that holds an item, when no part is empty.</summary>
    public static int PartAt(long items, int parts, long item) =>
        item < long.MaxValue / parts - 1 ? (int)((((item + 1) * parts) - 1) / items) : (int)(((((Int128)item + 1) * parts) - 1) / items);

    // The product needs up to 94 bits; the 64-bit way is several times faster and covers all but huge inputs.
    private static long Border(long items, int parts, int part) =>
        items <= long.MaxValue / parts ? items * part / parts : (long)((Int128)items * part / parts);
}
