using ElasticGrains;
using ElasticGrains.Kernels;

namespace MyKernelTests;

/// <summary>Finds the widest gap between two primes below a limit. The items are the numbers 0, 1, 2 … limit − 1.</summary>
public sealed class PrimeGapKernel : RangeKernel<long, PrimeGaps, long>
{
    public override long Count(long limit) => limit;

    public override PrimeGaps Identity() => new(0, 0, 0);

    public override PrimeGaps Compute(long limit, ItemRange range)
    {
        var gaps = Identity();
        for (var number = range.Start; number < range.End; number++)
        {
            gaps = IsPrime(number) ? Combine(gaps, new PrimeGaps(number, number, 0)) : gaps;
        }

        return gaps;
    }

    // The gap between two neighbours belongs to neither of them.
    public override PrimeGaps Combine(PrimeGaps left, PrimeGaps right) => left.First == 0 ? right
        : right.First == 0 ? left
        : new PrimeGaps(left.First, right.Last, Math.Max(right.First - left.Last, Math.Max(left.Widest, right.Widest)));

    public override long Finish(long limit, PrimeGaps whole) => whole.Widest;

    private static bool IsPrime(long number)
    {
        for (var divisor = 2L; divisor * divisor <= number; divisor++)
        {
            if (number % divisor == 0)
            {
                return false;
            }
        }

        return number > 1;
    }
}
