using ElasticGrains;
using ElasticGrains.Kernels;

namespace HelloGrid;

/// <summary>A number and the steps it takes to reach 1: halve it when even, else triple it and add 1.</summary>
public sealed record Chain(long Number, int Steps);

/// <summary>Finds the number below a limit that takes the most steps. The items are the numbers 0, 1, 2 … limit − 1.</summary>
public sealed class CollatzKernel : RangeKernel<long, Chain, Chain>
{
    public override long Count(long limit) => limit;

    public override Chain Identity() => new(0, 0);

    public override Chain Compute(long limit, ItemRange range)
    {
        var longest = Identity();
        for (var number = range.Start; number < range.End; number++)
        {
            longest = Combine(longest, new Chain(number, StepsOf(number)));
        }

        return longest;
    }

    // Neighbours in item order: of two equal chains the first wins, however the grid cut the items.
    public override Chain Combine(Chain left, Chain right) => right.Steps > left.Steps ? right : left;

    public override Chain Finish(long limit, Chain whole) => whole;

    private static int StepsOf(long number)
    {
        var steps = 0;
        for (; number > 1; steps++)
        {
            number = number % 2 == 0 ? number / 2 : (3 * number) + 1;
        }

        return steps;
    }
}
