using System.Buffers;

namespace ElasticGrains.Kernels;

/// <summary>A kernel bound to one input, with its types forgotten. Partials are passed as <see cref="object"/> and never shared.</summary>
public interface IKernelRun
{
    /// <summary>The kernel.</summary>
    IRangeKernel Kernel { get; }

    /// <summary>Refuses an unusable input. See <see cref="RangeKernel{TInput,TPartial,TResult}.Validate"/>.</summary>
    void Validate();

    /// <summary>The number of items.</summary>
    /// <exception cref="KernelContractException">The kernel returned a negative number.</exception>
    long Count();

    /// <summary>A fresh neutral partial.</summary>
    object Identity();

    /// <summary>Accumulates the items of <paramref name="range"/> onto <paramref name="soFar"/>.</summary>
    object Extend(object soFar, ItemRange range);

    /// <summary>Joins two neighbouring partials.</summary>
    object Combine(object left, object right);

    /// <summary>Joins a partial with an encoded neighbour on its right.</summary>
    object CombineEncoded(object soFar, ReadOnlySpan<byte> encoded);

    /// <summary>Reads a partial.</summary>
    object Decode(ReadOnlySpan<byte> encoded);

    /// <summary>Writes a partial.</summary>
    void Encode(object partial, IBufferWriter<byte> to);

    /// <summary>The approximate size of a partial in bytes.</summary>
    long SizeOf(object partial);

    /// <summary>The answer as JSON (UTF-8).</summary>
    byte[] Finish(object whole);

    /// <summary>What a watcher sees of a partial as JSON (UTF-8), or null when the kernel has no preview.</summary>
    byte[]? Preview(object soFar);

    /// <summary>For kernels with a result per item: the result at <paramref name="offset"/> within an encoded partial, as JSON (UTF-8).</summary>
    /// <exception cref="NotSupportedException">The kernel does not keep a result per item.</exception>
    byte[] ReadItem(ReadOnlySpan<byte> encoded, long offset);
}
