using System.Runtime.CompilerServices;

namespace ElasticGrains.Kernels;

/// <summary>The results of a range of items in item order: a growing array.</summary>
/// <typeparam name="TItem">The result of one item.</typeparam>
public sealed class ItemResults<TItem>
{
    // A managed result counts as a reference and a small object; the size only steers how often the grid commits.
    private const int AssumedManagedSize = 64;

    private TItem[] _items = [];

    /// <summary>The number of results.</summary>
    public int Count { get; private set; }

    /// <summary>The results.</summary>
    public ReadOnlySpan<TItem> Span => _items.AsSpan(0, Count);

    /// <summary>The approximate size in bytes.</summary>
    public long SizeInBytes =>
        (long)Count * (RuntimeHelpers.IsReferenceOrContainsReferences<TItem>() ? AssumedManagedSize : Unsafe.SizeOf<TItem>());

    /// <summary>Appends <paramref name="more"/> results and returns the span to write them to.</summary>
    internal Span<TItem> Grow(int more)
    {
        var count = checked(Count + more);
        if (count > _items.Length)
        {
            Array.Resize(ref _items, Math.Max(count, (int)Math.Min(2L * _items.Length, Array.MaxLength)));
        }

        var added = _items.AsSpan(Count, more);
        Count = count;
        return added;
    }
}
