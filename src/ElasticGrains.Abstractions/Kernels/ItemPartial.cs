namespace ElasticGrains.Kernels;

/// <summary>What kernels with a result per item have in common: their partials are lists.</summary>
internal static class ItemPartial
{
    public static ItemResults<TItem> Join<TItem>(ItemResults<TItem> left, ItemResults<TItem> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        right.Span.CopyTo(left.Grow(right.Count));
        return left;
    }

    /// <summary>Makes room for the results of a range behind those that are there.</summary>
    public static Span<TItem> Grow<TItem>(ItemResults<TItem> soFar, ItemRange range)
    {
        ArgumentNullException.ThrowIfNull(soFar);
        return soFar.Grow(checked((int)range.Length));
    }

    public static long SizeOf<TItem>(ItemResults<TItem> partial)
    {
        ArgumentNullException.ThrowIfNull(partial);
        return partial.SizeInBytes;
    }

    public static byte[] ReadItem<TItem>(ReadOnlySpan<byte> encoded, long offset) => KernelJson.Write(ItemResultsCodec<TItem>.ReadItem(encoded, offset));
}
