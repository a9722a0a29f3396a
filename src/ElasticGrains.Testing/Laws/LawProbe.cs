using System.Buffers;
using ElasticGrains.Kernels;

namespace ElasticGrains.Testing.Laws;

/// <summary>Computes, joins and writes partials of a run, and says in words how two encodings differ.</summary>
internal sealed class LawProbe(IKernelRun run)
{
    public object Compute(ItemRange range) => run.Extend(run.Identity(), range);

    public byte[] Encoded(object partial)
    {
        var buffer = new ArrayBufferWriter<byte>();
        run.Encode(partial, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    public byte[] EncodedOf(ItemRange range) => Encoded(Compute(range));

    /// <summary>The encoded partial of ranges that follow each other, computed in as many calls.</summary>
    public byte[] EncodedOf(IEnumerable<ItemRange> calls) => Encoded(calls.Aggregate(run.Identity(), run.Extend));

    /// <summary>Null when the two are equal.</summary>
    public static string? Difference(string left, byte[] expected, string right, byte[] actual, string hint)
    {
        if (expected.AsSpan().SequenceEqual(actual))
        {
            return null;
        }

        var at = expected.AsSpan().CommonPrefixLength(actual);
        return $"{left} differs from {right}: encoded they are {expected.Length:N0} and {actual.Length:N0} bytes, the first difference is at byte {at:N0}. {hint}";
    }
}
