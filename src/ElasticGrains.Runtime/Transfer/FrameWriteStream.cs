using System.Buffers.Binary;
using System.IO.Hashing;

namespace ElasticGrains.Runtime.Transfer;

/// <summary>
/// Bytes of unknown length on their way to another process: frames of a length (int32, little endian) and as many bytes, then a length of 0 and the
/// XxHash3 (64 bits) of all of them. What ends without that did not arrive whole.
/// </summary>
public sealed class FrameWriteStream(Stream to) : OneWayStream
{
    /// <summary>The bytes of a frame: large enough that its head costs nothing, small enough to be in the cache when it is hashed and sent.</summary>
    public const int FrameBytes = 256 * 1024;

    public const int HeadBytes = sizeof(int);

    private readonly XxHash3 _hash = new();

    // Of its own: whoever writes here may dispose it before its end is written, and a pooled one would be another's by then.
    private readonly byte[] _frame = new byte[HeadBytes + FrameBytes];
    private int _filled;
    private bool _isClosed;

    public override bool CanRead => false;

    public override bool CanWrite => true;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, FrameBytes - _filled);
            buffer.Span[..count].CopyTo(_frame.AsSpan(HeadBytes + _filled));
            _filled += count;
            buffer = buffer[count..];
            if (_filled == FrameBytes)
            {
                await SendAsync(cancellationToken);
            }
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Says that this was all.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_filled > 0)
        {
            await SendAsync(cancellationToken);
        }

        BinaryPrimitives.WriteInt32LittleEndian(_frame, 0);
        BinaryPrimitives.WriteUInt64LittleEndian(_frame.AsSpan(HeadBytes), _hash.GetCurrentHashAsUInt64());
        await to.WriteAsync(_frame.AsMemory(0, HeadBytes + sizeof(ulong)), cancellationToken);
        await to.FlushAsync(cancellationToken);
    }

    /// <summary>Sends what there is, however little.</summary>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_filled > 0)
        {
            await SendAsync(cancellationToken);
            await to.FlushAsync(cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _isClosed = true;
        base.Dispose(disposing);
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        _hash.Append(_frame.AsSpan(HeadBytes, _filled));
        BinaryPrimitives.WriteInt32LittleEndian(_frame, _filled);
        await to.WriteAsync(_frame.AsMemory(0, HeadBytes + _filled), cancellationToken);
        _filled = 0;
    }
}
