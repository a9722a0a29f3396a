using System.Buffers.Binary;
using System.IO.Hashing;

namespace ElasticGrains.Runtime.Transfer;

/// <summary>What a <see cref="FrameWriteStream"/> wrote. Its end is an end only when the checksum holds.</summary>
/// <param name="from">The bytes.</param>
/// <param name="silence">How long it waits for more of them; without end when it is not given.</param>
/// <param name="gaveUp">Nobody wants them any more, whatever a reader may say.</param>
public sealed class FrameReadStream(Stream from, TimeSpan? silence = null, CancellationToken gaveUp = default) : OneWayStream
{
    private readonly PatientReader _from = new(from, silence ?? Timeout.InfiniteTimeSpan, gaveUp);
    private readonly XxHash3 _hash = new();
    private readonly byte[] _head = new byte[Math.Max(FrameWriteStream.HeadBytes, sizeof(ulong))];
    private int _left;
    private bool _isOver;

    public override bool CanRead => true;

    public override bool CanWrite => false;

    /// <exception cref="InvalidDataException">The bytes were changed on their way.</exception>
    /// <exception cref="EndOfStreamException">They end too early.</exception>
    /// <exception cref="TimeoutException">No more came.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (buffer.IsEmpty || !await HasMoreAsync())
        {
            return 0;
        }

        var count = await _from.ReadAsync(buffer[..Math.Min(buffer.Length, _left)]);
        if (count == 0)
        {
            throw new EndOfStreamException($"The transfer ended {_left} bytes before the end of a frame.");
        }

        _hash.Append(buffer.Span[..count]);
        _left -= count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Looks whether all was read, and is as it was written; also when the reader has disposed the stream.</summary>
    /// <exception cref="InvalidDataException">The bytes were changed on their way, or some are left that nobody read.</exception>
    public async Task CompleteAsync()
    {
        using var over = _from;
        if (await HasMoreAsync())
        {
            throw new InvalidDataException("The transfer has more bytes than were read.");
        }
    }

    /// <summary>Reads the head of the next frame when the last is done; false at the end, which has been checked.</summary>
    private async ValueTask<bool> HasMoreAsync()
    {
        if (_left == 0 && !_isOver)
        {
            await ReadHeadAsync(FrameWriteStream.HeadBytes);
            _left = BinaryPrimitives.ReadInt32LittleEndian(_head);
            if (_left is < 0 or > FrameWriteStream.FrameBytes)
            {
                throw new InvalidDataException($"A frame of {_left} bytes is none.");
            }

            if (_left == 0)
            {
                await ReadHeadAsync(sizeof(ulong));
                _isOver = BinaryPrimitives.ReadUInt64LittleEndian(_head) == _hash.GetCurrentHashAsUInt64()
                    ? true
                    : throw new InvalidDataException("The bytes of a transfer do not match their checksum.");
            }
        }

        return !_isOver;
    }

    private async Task ReadHeadAsync(int count)
    {
        for (var read = 0; read < count;)
        {
            var more = await _from.ReadAsync(_head.AsMemory(read, count - read));
            read += more > 0 ? more : throw new EndOfStreamException("The transfer ended between two frames.");
        }
    }
}
