using System.Numerics;
using ElasticGrains;
using ElasticGrains.Kernels;

namespace Recipes;

#region kernel
/// <summary>What is known of many elements.</summary>
public sealed record Summary(long Elements, long Sum, int Largest);

/// <summary>Calculates elements and summarises them. The items are the elements.</summary>
public sealed class ElementsKernel : RangeKernel<long, Summary, Summary>
{
    public override long Count(long elements) => elements;

    public override Summary Identity() => new(0, 0, 0);

    public override Summary Compute(long elements, ItemRange range)
    {
        var (sum, largest) = (0L, 0);
        for (var element = range.Start; element < range.End; element++)
        {
            var value = Calculate(element);
            (sum, largest) = (sum + value, Math.Max(largest, value));
        }

        return new Summary(range.Length, sum, largest);
    }

    public override Summary Combine(Summary left, Summary right) =>
        new(left.Elements + right.Elements, left.Sum + right.Sum, Math.Max(left.Largest, right.Largest));

    public override Summary Finish(long elements, Summary whole) => whole;

    // Stands for whatever takes long.
    private static int Calculate(long element) => BitOperations.PopCount((ulong)element);
}
#endregion
