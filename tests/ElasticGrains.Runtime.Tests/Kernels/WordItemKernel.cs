using ElasticGrains.Kernels;
using ElasticGrains.Kernels.Demo;

namespace ElasticGrains.Runtime.Tests.Kernels;

/// <summary>A result per item that is no plain memory, and so travels as JSON.</summary>
public sealed class WordItemKernel : ItemKernel<SquaresInput, WordItem>
{
    public override long Count(SquaresInput input) => input.Items;

    public override WordItem ComputeItem(SquaresInput input, long item) => new(item, $"item \"{item}\" ✓");
}
