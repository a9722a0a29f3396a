namespace ElasticGrains;

/// <summary>A half-open range of item numbers <c>[Start, End)</c>; empty when the two are equal.</summary>
[GenerateSerializer, Immutable, Alias("eg.range")]
public readonly record struct ItemRange
{
    /// <summary>Creates <c>[start, end)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A bound is negative or the end lies before the start.</exception>
    public ItemRange(long start, long end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);
        Start = start;
        End = end;
    }

    /// <summary>The first item of the range.</summary>
    [Id(0)] public long Start { get; }

    /// <summary>The first item after the range.</summary>
    [Id(1)] public long End { get; }

    /// <summary>The number of items.</summary>
    public long Length => End - Start;

    /// <summary>True when the range holds no item.</summary>
    public bool IsEmpty => End == Start;

    /// <summary>True when <paramref name="item"/> lies in the range.</summary>
    public bool Contains(long item) => item >= Start && item < End;

    /// <summary>True when every item of <paramref name="other"/> lies in this range.</summary>
    public bool Covers(ItemRange other) => other.Start >= Start && other.End <= End;

    /// <inheritdoc/>
    public override string ToString() => $"[{Start}, {End})";
}
