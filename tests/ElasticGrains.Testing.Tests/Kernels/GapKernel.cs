namespace ElasticGrains.Testing.Tests.Kernels;

/// <summary>How far apart even squares modulo 97 are at most: order matters, and each partial remembers its ends.</summary>
public sealed class GapKernel : RangeKernel<int, Gap, long>
{
    public override long Count(int input) => input;

    public override Gap Identity() => new(-1, -1, 0);

    public override Gap Compute(int input, ItemRange range)
    {
        var gap = Identity();
        for (var item = range.Start; item < range.End; item++)
        {
            gap = item * item % 97 % 2 == 0 ? Combine(gap, new Gap(item, item, 0)) : gap;
        }

        return gap;
    }

    public override Gap Combine(Gap left, Gap right) => left.First < 0 ? right
        : right.First < 0 ? left
        : new Gap(left.First, right.Last, Math.Max(Math.Max(left.Widest, right.Widest), right.First - left.Last));

    public override long Finish(int input, Gap whole) => whole.Widest;
}
