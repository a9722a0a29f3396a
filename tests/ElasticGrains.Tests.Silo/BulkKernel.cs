using ElasticGrains.Kernels;

namespace ElasticGrains.Tests.Silo;

/// <summary>Makes something large, wherever it is told to. The answer is bytes, which are a third longer as JSON.</summary>
public sealed class BulkKernel : RangeKernel<BulkInput, byte[], byte[]>
{
    /// <summary>The bytes of which JSON makes <paramref name="bytes"/>.</summary>
    public static byte[] BytesOf(int bytes)
    {
        var content = new byte[bytes / 4 * 3];
        new Random(bytes).NextBytes(content);
        return content;
    }

    public override void Validate(BulkInput input)
    {
        if (input.Where == Bulk.Refusal)
        {
            throw new KernelInputException(TextOf(input.Bytes));
        }
    }

    public override long Count(BulkInput input) => input.Items;

    public override byte[] Identity() => [];

    public override byte[] Compute(BulkInput input, ItemRange range)
    {
        switch (input.Where)
        {
            case Bulk.Partial or Bulk.Preview:
                return [.. Enumerable.Range(0, (int)range.Length).SelectMany(_ => ItemOf(input))];
            case Bulk.Message:
                throw new InvalidOperationException(TextOf(input.Bytes));
            case Bulk.Cause:
                throw new InvalidOperationException("outside", new InvalidDataException(TextOf(input.Bytes))) { Data = { ["more"] = TextOf(input.Bytes) } };
            case Bulk.Line:
                Console.WriteLine(TextOf(input.Bytes));
                return [];
            default:
                return [];
        }
    }

    public override byte[] Combine(byte[] left, byte[] right) => left.Length == 0 ? right : right.Length == 0 ? left : [.. left, .. right];

    public override byte[] Finish(BulkInput input, byte[] whole) => input.Where switch
    {
        Bulk.Answer => BytesOf(input.Bytes),
        Bulk.Partial => BitConverter.GetBytes(whole.Length),
        _ => [],
    };

    public override bool TryPreview(BulkInput input, byte[] soFar, out byte[] preview)
    {
        preview = soFar;
        return input.Where == Bulk.Preview && soFar.Length > 0;
    }

    private static byte[] ItemOf(BulkInput input)
    {
        Pace.Wait(input.Milliseconds);
        return BytesOf(input.Bytes);
    }

    private static string TextOf(int length) => new('x', length);
}
