using ElasticGrains.Kernels;

namespace ElasticGrains.Tests.Silo;

/// <summary>Two items, each with a large result.</summary>
public sealed class BulkItemKernel : ItemKernel<BulkInput, BulkItem>
{
    public override long Count(BulkInput input) => 2;

    public override BulkItem ComputeItem(BulkInput input, long item) =>
        new(item, BulkKernel.BytesOf(input.Bytes), input.Where == Bulk.ReadBack ? new string('x', input.Bytes) : null);
}
