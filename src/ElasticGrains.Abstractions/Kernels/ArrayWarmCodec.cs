using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ElasticGrains.Kernels;

/// <summary>Carries an array of numbers or other unmanaged values as it lies in memory (little endian): the weights of a model, a table.</summary>
/// <typeparam name="TItem">The values.</typeparam>
public sealed class ArrayWarmCodec<TItem> : IWarmCodec<TItem[]>
    where TItem : unmanaged
{
    private const int BufferBytes = 256 * 1024;

    private ArrayWarmCodec()
    {
    }

    /// <summary>The codec; it has no state.</summary>
    public static ArrayWarmCodec<TItem> Instance { get; } = new();

    /// <inheritdoc/>
    public async Task WriteAsync(TItem[] warm, Stream to, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(warm);
        ArgumentNullException.ThrowIfNull(to);
        var buffer = new byte[Math.Max(BufferBytes, Unsafe.SizeOf<TItem>())];
        BinaryPrimitives.WriteInt32LittleEndian(buffer, warm.Length);
        await to.WriteAsync(buffer.AsMemory(0, sizeof(int)), cancellationToken);
        var most = buffer.Length / Unsafe.SizeOf<TItem>();
        for (var at = 0; at < warm.Length; at += most)
        {
            var bytes = MemoryMarshal.AsBytes(warm.AsSpan(at, Math.Min(most, warm.Length - at)));
            bytes.CopyTo(buffer);
            await to.WriteAsync(buffer.AsMemory(0, bytes.Length), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<TItem[]> ReadAsync(Stream from, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(from);
        var buffer = new byte[Math.Max(BufferBytes, Unsafe.SizeOf<TItem>())];
        await from.ReadExactlyAsync(buffer.AsMemory(0, sizeof(int)), cancellationToken);
        var length = BinaryPrimitives.ReadInt32LittleEndian(buffer);
        if (length < 0)
        {
            throw new FormatException($"An array of {length} values is none.");
        }

        var warm = new TItem[length];
        var most = buffer.Length / Unsafe.SizeOf<TItem>();
        for (var at = 0; at < length; at += most)
        {
            var count = Math.Min(most, length - at);
            var bytes = buffer.AsMemory(0, count * Unsafe.SizeOf<TItem>());
            await from.ReadExactlyAsync(bytes, cancellationToken);
            bytes.Span.CopyTo(MemoryMarshal.AsBytes(warm.AsSpan(at, count)));
        }

        return warm;
    }
}
