namespace ElasticGrains.Kernels.Text;

/// <summary>Reads LEB128 numbers and byte strings, and refuses what does not fit.</summary>
internal ref struct VarintReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>The most bytes that a non-negative 64-bit number takes.</summary>
    public const int MaxBytes = 9;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public long Read()
    {
        long value = 0;
        for (var shift = 0; shift < MaxBytes * 7; shift += 7)
        {
            if (_at >= _bytes.Length)
            {
                throw Broken();
            }

            var next = _bytes[_at++];
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Broken();
    }

    public long ReadPositive()
    {
        var value = Read();
        return value > 0 ? value : throw Broken();
    }

    public int ReadInt()
    {
        var value = Read();
        return value <= int.MaxValue ? (int)value : throw Broken();
    }

    /// <summary>Reads the number of things that follow; each takes a byte at least.</summary>
    public int ReadCount()
    {
        var count = Read();
        return count <= _bytes.Length - _at ? (int)count : throw Broken();
    }

    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        var read = _bytes.Slice(_at, count);
        _at += count;
        return read;
    }

    public readonly bool CanReadBehind(int count) => count <= _bytes.Length - _at;

    public readonly void ExpectEnd()
    {
        if (_at != _bytes.Length)
        {
            throw Broken();
        }
    }

    private readonly FormatException Broken() => new($"The {_bytes.Length} bytes are no encoded partial: they break off or differ at byte {_at}.");
}
