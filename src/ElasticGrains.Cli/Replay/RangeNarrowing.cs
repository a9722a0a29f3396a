namespace ElasticGrains.Cli.Replay;

/// <summary>
/// Finds the smallest part of a range that still throws. The law lets any part be computed by itself, so halves are tried first; where
/// only the whole of two halves throws, for example in Combine, its ends are drawn in.
/// </summary>
/// <param name="throws">Whether a part throws, computed by itself.</param>
/// <param name="mayTry">False once enough was tried.</param>
internal sealed class RangeNarrowing(Func<ItemRange, bool> throws, Func<int, bool> mayTry)
{
    private int _tries;
    private bool _isExhausted;

    /// <summary>Narrows a range that is known to throw.</summary>
    public NarrowedRange Narrow(ItemRange range)
    {
        var found = DrawIn(Halve(range));
        return new NarrowedRange(found, _tries, !_isExhausted);
    }

    private ItemRange Halve(ItemRange range)
    {
        while (range.Length > 1)
        {
            var middle = range.Start + (range.Length / 2);
            var (left, right) = (new ItemRange(range.Start, middle), new ItemRange(middle, range.End));
            if (Throws(left))
            {
                range = left;
            }
            else if (Throws(right))
            {
                range = right;
            }
            else
            {
                break;
            }
        }

        return range;
    }

    /// <summary>The lowest end, then the highest start, with which it throws.</summary>
    private ItemRange DrawIn(ItemRange range)
    {
        if (range.Length <= 1)
        {
            return range;
        }

        var end = Lowest(range.Start + 1, range.End, at => Throws(new ItemRange(range.Start, at)));
        var items = Lowest(1, end - range.Start, count => Throws(new ItemRange(end - count, end)));
        return new ItemRange(end - items, end);
    }

    /// <summary>The lowest number for which something holds, where it is known to hold for the highest.</summary>
    private static long Lowest(long low, long high, Func<long, bool> holds)
    {
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (holds(middle))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return high;
    }

    private bool Throws(ItemRange part)
    {
        if (!mayTry(_tries))
        {
            _isExhausted = true;
            return false;
        }

        _tries++;
        return throws(part);
    }
}
