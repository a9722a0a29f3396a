using ElasticGrains.Kernels;

namespace ElasticGrains.Tests.Silo;

/// <summary>Says the number of each item, slowly.</summary>
public sealed class TalkingKernel : RangeKernel<PacedInput, long, long>
{
    public override long Count(PacedInput input) => input.Items;

    public override long Identity() => 0;

    public override long Compute(PacedInput input, ItemRange range)
    {
        for (var item = range.Start; item < range.End; item++)
        {
            Pace.Wait(input.Milliseconds);
            Console.WriteLine($"item {item}");
        }

        return range.Length;
    }

    public override long Combine(long left, long right) => left + right;

    public override long Finish(PacedInput input, long whole) => whole;
}
