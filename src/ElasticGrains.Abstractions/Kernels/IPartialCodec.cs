using System.Buffers;

namespace ElasticGrains.Kernels;

/// <summary>How a partial is written and read. <c>Decode(Encode(p))</c> equals <c>p</c>; equal partials give equal bytes.</summary>
/// <typeparam name="TPartial">The partial.</typeparam>
public interface IPartialCodec<TPartial>
{
    /// <summary>Writes <paramref name="partial"/>, leaving it unchanged.</summary>
    void Encode(TPartial partial, IBufferWriter<byte> to);

    /// <summary>Reads a partial that <see cref="Encode"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are not a partial.</exception>
    TPartial Decode(ReadOnlySpan<byte> encoded);
}
