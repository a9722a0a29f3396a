namespace ElasticGrains.Kernels;

/// <summary>
/// A kernel that keeps a result for each item: nothing is combined, the results stay in the ledger and are read by item number
/// afterwards. The answer is the number of items.
/// </summary>
/// <typeparam name="TInput">The job's input and options; travels as JSON.</typeparam>
/// <typeparam name="TItem">The result of one item. Unmanaged types are stored as they lie in memory (little endian), others as JSON.</typeparam>
public abstract class ItemKernel<TInput, TItem> : RangeKernel<TInput, ItemResults<TItem>, ItemSummary>, IItemReader
    where TInput : notnull
{
    /// <inheritdoc/>
    public sealed override KernelOutput Output => KernelOutput.Items;

    /// <inheritdoc/>
    public sealed override IPartialCodec<ItemResults<TItem>> Codec => ItemResultsCodec<TItem>.Instance;

    /// <summary>The result of item <paramref name="item"/>.</summary>
    public abstract TItem ComputeItem(TInput input, long item);

    /// <summary>The results of all items of <paramref name="range"/>; override it where computing many at once is cheaper.</summary>
    public virtual void ComputeItems(TInput input, ItemRange range, Span<TItem> results)
    {
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = ComputeItem(input, range.Start + i);
        }
    }

    /// <inheritdoc/>
    public sealed override ItemResults<TItem> Identity() => new();

    /// <inheritdoc/>
    public sealed override ItemResults<TItem> Compute(TInput input, ItemRange range) => Extend(input, Identity(), range);

    /// <inheritdoc/>
    public sealed override ItemResults<TItem> Combine(ItemResults<TItem> left, ItemResults<TItem> right) => ItemPartial.Join(left, right);

    /// <inheritdoc/>
    public sealed override ItemResults<TItem> Extend(TInput input, ItemResults<TItem> soFar, ItemRange range)
    {
        ComputeItems(input, range, ItemPartial.Grow(soFar, range));
        return soFar;
    }

    /// <inheritdoc/>
    public sealed override ItemSummary Finish(TInput input, ItemResults<TItem> whole) => new(Count(input));

    /// <inheritdoc/>
    public sealed override long SizeOf(ItemResults<TItem> partial) => ItemPartial.SizeOf(partial);

    byte[] IItemReader.ReadItem(ReadOnlySpan<byte> encoded, long offset) => ItemPartial.ReadItem<TItem>(encoded, offset);
}
