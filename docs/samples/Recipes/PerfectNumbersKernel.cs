using ElasticGrains;
using ElasticGrains.Kernels;

namespace Recipes;

/// <summary>Finds the numbers below a limit that equal the sum of their divisors: work that takes from milliseconds to days, by the limit.</summary>
public sealed class PerfectNumbersKernel : RangeKernel<long, long[], long[]>
{
    public override long Count(long limit) => limit;

    public override long[] Identity() => [];

    public override long[] Compute(long limit, ItemRange range)
    {
        var found = new List<long>();
        for (var number = range.Start; number < range.End; number++)
        {
            if (IsPerfect(number))
            {
                found.Add(number);
            }
        }

        return [.. found];
    }

    public override long[] Combine(long[] left, long[] right) => [.. left, .. right];

    public override long[] Finish(long limit, long[] whole) => whole;

    // What watchers see while it runs: the numbers found so far.
    public override bool TryPreview(long limit, long[] soFar, out long[] preview)
    {
        preview = soFar;
        return true;
    }

    private static bool IsPerfect(long number)
    {
        var sum = 1L;
        for (var divisor = 2L; divisor * divisor <= number; divisor++)
        {
            if (number % divisor == 0)
            {
                sum += divisor + (divisor * divisor == number ? 0 : number / divisor);
            }
        }

        return number > 1 && sum == number;
    }
}
