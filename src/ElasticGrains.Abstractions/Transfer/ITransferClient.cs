namespace ElasticGrains.Transfer;

/// <summary>Fetches bytes from other silos.</summary>
public interface ITransferClient
{
    /// <summary>Reads what a silo has by this name.</summary>
    /// <param name="address">The silo, as <c>host:port</c>.</param>
    /// <param name="name">The name.</param>
    /// <param name="readAsync">Reads all of it; what it gives counts only when the checksum holds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was read; null when the silo has nothing by this name.</returns>
    /// <exception cref="HttpRequestException">The silo cannot be reached, or refuses.</exception>
    /// <exception cref="IOException">The bytes did not arrive whole.</exception>
    /// <exception cref="InvalidDataException">They were changed on their way.</exception>
    /// <exception cref="TimeoutException">No more bytes came.</exception>
    Task<T?> ReadAsync<T>(string address, string name, Func<Stream, CancellationToken, Task<T>> readAsync, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Fetches a block that a silo has in memory. Where the connection breaks it goes on behind what has come.</summary>
    /// <param name="address">The silo, as <c>host:port</c>.</param>
    /// <param name="name">The block's name.</param>
    /// <param name="into">Where to; as long as the block. What it holds after an error, or after false, is none of the block.</param>
    /// <param name="checksum">XxHash3 (64 bits) of the block.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when the silo does not have it, or one of another length.</returns>
    /// <exception cref="HttpRequestException">The silo cannot be reached, or refuses.</exception>
    /// <exception cref="IOException">The bytes did not arrive whole.</exception>
    /// <exception cref="InvalidDataException">They were changed on their way.</exception>
    /// <exception cref="TimeoutException">No more bytes came.</exception>
    Task<bool> FetchAsync(string address, string name, Memory<byte> into, ulong checksum, CancellationToken cancellationToken);
}
