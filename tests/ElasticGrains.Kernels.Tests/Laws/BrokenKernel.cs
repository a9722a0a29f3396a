using System.Buffers;

namespace ElasticGrains.Kernels.Tests.Laws;

/// <summary>A kernel that sums item numbers and keeps the largest, in a mutable partial; each flaw breaks one law.</summary>
internal sealed class BrokenKernel(Flaw flaw) : RangeKernel<BrokenInput, BrokenPartial, long>, IPartialCodec<BrokenPartial>
{
    private readonly BrokenPartial _shared = new();
    private long _counted;
    private long _scratch;

    public override bool IsCommutative => true;

    public override IPartialCodec<BrokenPartial> Codec => this;

    public override long Count(BrokenInput input) => flaw switch
    {
        Flaw.NegativeCount => -1,
        Flaw.GrowingCount => ++_counted,
        _ => input.Items,
    };

    public override BrokenPartial Identity() => flaw switch
    {
        Flaw.SharedIdentity => _shared,
        Flaw.NeutralCountsOne => new BrokenPartial { Sum = 1 },
        _ => new BrokenPartial(),
    };

    public override BrokenPartial Compute(BrokenInput input, ItemRange range)
    {
        if (flaw == Flaw.ReturnsNull)
        {
            return null!;
        }

        if (flaw == Flaw.Throws && range.Contains(7))
        {
            throw new InvalidOperationException("seven");
        }

        var partial = new BrokenPartial { Sum = flaw == Flaw.EmptyRangeCountsOne && range.IsEmpty ? 1 : 0 };
        Interlocked.Exchange(ref _scratch, 0);
        for (var item = range.Start; item < range.End; item++)
        {
            partial.Sum += item;
            partial.Largest = Math.Max(partial.Largest, item);
            Interlocked.Add(ref _scratch, item);
        }

        // A pair of items is a record here; one that is cut is lost.
        partial.Pairs = flaw == Flaw.CutsRecords ? range.Length / 2 : 0;
        partial.Sum = flaw == Flaw.SharedState && !range.IsEmpty ? _scratch + Environment.CurrentManagedThreadId : partial.Sum;
        partial.Ballast = flaw == Flaw.NoSize ? (int)range.Length * 100_000 : 0;
        return partial;
    }

    public override BrokenPartial Combine(BrokenPartial left, BrokenPartial right)
    {
        left.Sum += right.Sum;
        left.Pairs += right.Pairs;
        left.Ballast += right.Ballast;
        left.Largest = flaw == Flaw.NotCommutative ? right.Largest : Math.Max(left.Largest, right.Largest);
        return left;
    }

    public override BrokenPartial Extend(BrokenInput input, BrokenPartial soFar, ItemRange range) => flaw switch
    {
        Flaw.ExtendForgets when soFar.Sum > 0 => Compute(input, range),
        _ => base.Extend(input, soFar, range),
    };

    public override BrokenPartial CombineEncoded(BrokenPartial soFar, ReadOnlySpan<byte> encoded) =>
        flaw == Flaw.CombineEncodedForgets ? soFar : base.CombineEncoded(soFar, encoded);

    public override long Finish(BrokenInput input, BrokenPartial whole) => flaw == Flaw.FinishUsesHiddenState ? whole.Sum + whole.Hidden : whole.Sum;

    public void Encode(BrokenPartial partial, IBufferWriter<byte> to)
    {
        partial.Hidden += 1;
        to.Write(BitConverter.GetBytes(partial.Sum));
        to.Write(BitConverter.GetBytes(partial.Pairs));
        to.Write(BitConverter.GetBytes(partial.Largest));
        to.Write(BitConverter.GetBytes(partial.Ballast));
        to.Write(new byte[partial.Ballast]);
        partial.Sum += flaw == Flaw.EncodeConsumes ? 1 : 0;
    }

    public BrokenPartial Decode(ReadOnlySpan<byte> encoded) => new()
    {
        Sum = BitConverter.ToInt64(encoded),
        Pairs = BitConverter.ToInt64(encoded[8..]),
        Largest = flaw == Flaw.CodecDropsField ? 0 : BitConverter.ToInt64(encoded[16..]),
        Ballast = BitConverter.ToInt32(encoded[24..]),
    };
}

internal sealed record BrokenInput(long Items);

internal sealed class BrokenPartial
{
    public long Sum { get; set; }

    public long Pairs { get; set; }

    public long Largest { get; set; }

    public int Ballast { get; set; }

    /// <summary>Not encoded.</summary>
    public long Hidden { get; set; }
}
