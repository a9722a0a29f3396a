using ElasticGrains.Kernels;

namespace ElasticGrains.Engine.Reduction;

/// <summary>
/// Joins committed partials as they arrive, in any order: neighbours combine into runs until one run covers everything. A commutative
/// kernel needs a single accumulator. Memory is one partial per gap, not per commit.
/// </summary>
public sealed class PartialForest(IKernelRun kernel)
{
    private readonly SortedList<long, Run> _runs = [];
    private object? _sum;
    private long _covered;

    /// <summary>Items whose partials were joined.</summary>
    public long Covered => _covered;

    /// <summary>Joins the encoded partial of a range that was not joined before.</summary>
    public void Add(ItemRange range, ReadOnlySpan<byte> encoded)
    {
        _covered += range.Length;
        if (kernel.Kernel.IsCommutative)
        {
            _sum = kernel.CombineEncoded(_sum ?? kernel.Identity(), encoded);
        }
        else
        {
            AddInOrder(range, encoded);
        }
    }

    /// <summary>What a watcher sees: the preview of all that was joined, or of the longest run where order matters; null when there is none.</summary>
    public byte[]? Preview()
    {
        var seen = _sum ?? _runs.Values.MaxBy(run => run.Length)?.Partial;
        return seen is null ? null : kernel.Preview(seen);
    }

    /// <summary>The partial of <c>[0, items)</c>.</summary>
    /// <exception cref="InvalidOperationException">Not everything was joined.</exception>
    public object Whole(long items)
    {
        if (_covered != items || _runs.Count > 1)
        {
            throw new InvalidOperationException($"{_covered} of {items} items were joined, in {_runs.Count} runs.");
        }

        return _sum ?? (_runs.Count == 1 ? _runs.Values[0].Partial : kernel.Identity());
    }

    private void AddInOrder(ItemRange range, ReadOnlySpan<byte> encoded)
    {
        var place = PlaceBehind(range.Start);
        Run run;
        if (place > 0 && _runs.Values[place - 1] is var left && left.Range.End == range.Start)
        {
            run = new Run(new ItemRange(left.Range.Start, range.End), kernel.CombineEncoded(left.Partial, encoded));
        }
        else
        {
            run = new Run(range, kernel.Decode(encoded));
        }

        if (_runs.TryGetValue(range.End, out var right))
        {
            _runs.Remove(range.End);
            run = new Run(new ItemRange(run.Range.Start, right.Range.End), kernel.Combine(run.Partial, right.Partial));
        }

        _runs[run.Range.Start] = run;
    }

    /// <summary>The index of the first run that starts at or behind an item.</summary>
    private int PlaceBehind(long item)
    {
        var (low, high) = (0, _runs.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _runs.Keys[middle] < item ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private sealed record Run(ItemRange Range, object Partial)
    {
        public long Length => Range.Length;
    }
}
