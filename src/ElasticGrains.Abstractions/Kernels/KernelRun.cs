using System.Buffers;

namespace ElasticGrains.Kernels;

/// <summary>Carries the types of a kernel and its input, and checks what a user's code returns.</summary>
internal class KernelRun<TInput, TPartial, TResult>(RangeKernel<TInput, TPartial, TResult> kernel, TInput input) : IKernelRun
    where TInput : notnull
    where TPartial : notnull
    where TResult : notnull
{
    public IRangeKernel Kernel => kernel;

    protected TInput Input => input;

    public void Validate() => kernel.Validate(input);

    public long Count()
    {
        var count = kernel.Count(input);
        return count >= 0 ? count : throw new KernelContractException($"Kernel '{kernel.Name}' counted {count} items; return 0 or more from Count.");
    }

    public object Identity() => Checked(kernel.Identity(), nameof(kernel.Identity));

    public virtual object Extend(object soFar, ItemRange range) => Checked(kernel.Extend(input, (TPartial)soFar, range), nameof(kernel.Extend));

    public object Combine(object left, object right) => Checked(kernel.Combine((TPartial)left, (TPartial)right), nameof(kernel.Combine));

    public object CombineEncoded(object soFar, ReadOnlySpan<byte> encoded) =>
        Checked(kernel.CombineEncoded((TPartial)soFar, encoded), nameof(kernel.CombineEncoded));

    public object Decode(ReadOnlySpan<byte> encoded) => Checked(kernel.Codec.Decode(encoded), "Codec.Decode");

    public void Encode(object partial, IBufferWriter<byte> to) => kernel.Codec.Encode((TPartial)partial, to);

    public long SizeOf(object partial) => kernel.SizeOf((TPartial)partial);

    public byte[] Finish(object whole) => KernelJson.Write((TResult)Checked(kernel.Finish(input, (TPartial)whole), nameof(kernel.Finish)));

    public byte[]? Preview(object soFar) => kernel.TryPreview(input, (TPartial)soFar, out var preview) ? KernelJson.Write(preview) : null;

    public byte[] ReadItem(ReadOnlySpan<byte> encoded, long offset) => kernel is IItemReader reader
        ? reader.ReadItem(encoded, offset)
        : throw new NotSupportedException($"Kernel '{kernel.Name}' has one answer, not a result per item.");

    protected object Checked(object? value, string member) => KernelContract.NotNull(value, kernel.Name, member);
}
