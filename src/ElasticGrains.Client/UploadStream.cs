using ElasticGrains.Blocks;
using ElasticGrains.Inputs;

namespace ElasticGrains.Client;

/// <summary>A file of an input that lies in a grid, read forward: the next part is on its way while one is read.</summary>
internal sealed class UploadStream(GridConnection connection, UploadedInput input, long offset, long length) : Stream
{
    private Task<UploadPart?>? _next;
    private ReadOnlyMemory<byte> _part;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == length || buffer.IsEmpty)
        {
            return 0;
        }

        if (_part.IsEmpty)
        {
            _part = await FetchAsync(cancellationToken);
        }

        var count = Math.Min(buffer.Length, _part.Length);
        _part[..count].CopyTo(buffer);
        _part = _part[count..];
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task<ReadOnlyMemory<byte>> FetchAsync(CancellationToken cancellationToken)
    {
        var (start, end) = (offset + _position, offset + length);
        var number = (int)(start / UploadRules.PartBytes);
        var begin = (long)number * UploadRules.PartBytes;
        var stop = (int)Math.Min(UploadRules.PartBytes, end - begin);
        var part = await (_next ?? AskAsync(number)).WaitAsync(cancellationToken)
            ?? throw new UploadRefusedException($"Input '{input.Name}' was deleted while it was read.");
        _next = begin + stop < end ? AskAsync(number + 1) : null;
        return part.Stamp.Part == number && part.Stamp.Length >= stop && part.IsSound()
            ? part.Bytes[(int)(start - begin)..stop]
            : throw new BlockCorruptException($"Part {number} of input '{input.Name}' is not what it should be.");
    }

    private Task<UploadPart?> AskAsync(int part) => connection.CallInputsAsync(inputs => inputs.ReadAsync(input.Name, input.Fingerprint!, part), CancellationToken.None);
}
