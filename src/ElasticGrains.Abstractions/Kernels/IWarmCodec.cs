namespace ElasticGrains.Kernels;

/// <summary>
/// How warm state is carried from silo to silo. What <see cref="ReadAsync"/> gives computes the same as what <see cref="WriteAsync"/> was given; the grid
/// adds the checksum. Silos carry it only between equal builds of the kernel.
/// </summary>
/// <remarks>The streams can be written, or read, from the beginning to the end and only asynchronously. A reader gives up when nothing comes for five seconds.</remarks>
/// <typeparam name="TWarm">The warm state.</typeparam>
public interface IWarmCodec<TWarm>
{
    /// <summary>Writes it. Shards may be computing with it meanwhile.</summary>
    Task WriteAsync(TWarm warm, Stream to, CancellationToken cancellationToken);

    /// <summary>Reads what was written, to the end of the stream.</summary>
    /// <exception cref="FormatException">The bytes are no such state: it is made anew.</exception>
    Task<TWarm> ReadAsync(Stream from, CancellationToken cancellationToken);
}
