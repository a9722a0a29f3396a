using ElasticGrains.Kernels;

namespace ElasticGrains.Tests.Silo;

/// <summary>The square of each item number, slowly.</summary>
public sealed class PacedItemKernel : ItemKernel<PacedInput, long>
{
    public override long Count(PacedInput input) => input.Items;

    public override long ComputeItem(PacedInput input, long item)
    {
        Pace.Wait(input.Milliseconds);
        return item * item;
    }
}
