using ElasticGrains;
using ElasticGrains.Kernels;

namespace MyGrid;

/// <summary>Counts the primes below a limit. The items are the numbers 0, 1, 2 … limit − 1.</summary>
public sealed class PrimesKernel : RangeKernel<long, long, long>
{
    public override long Count(long limit) => limit;

    public override long Identity() => 0;

    public override long Compute(long limit, ItemRange range)
    {
        var primes = 0L;
        for (var number = range.Start; number < range.End; number++)
        {
            primes += IsPrime(number) ? 1 : 0;
        }

        return primes;
    }

    public override long Combine(long left, long right) => left + right;

    public override long Finish(long limit, long whole) => whole;

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
