using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ElasticGrains.Kernels.Text;

/// <summary>Writes LEB128 numbers and byte strings; reserve room first.</summary>
internal ref struct VarintWriter(IBufferWriter<byte> to)
{
    private const int Piece = 64 * 1024;

    private readonly IBufferWriter<byte> _to = to;
    private Span<byte> _room;
    private int _used;

    public void Reserve(int bytes)
    {
        if (_room.Length - _used < bytes)
        {
            Flush();
            _room = _to.GetSpan(Math.Max(bytes, Piece));
        }
    }

    public void Write(long value)
    {
        var rest = (ulong)value;
        while (rest >= 0x80)
        {
            _room[_used++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        _room[_used++] = (byte)rest;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_room[_used..]);
        _used += bytes.Length;
    }

    /// <summary>Writes a length of up to 16 and as many bytes; needs room for all 16.</summary>
    public void WriteKey(Vector128<ulong> key, int length)
    {
        _room[_used++] = (byte)length;
        key.AsByte().StoreUnsafe(ref MemoryMarshal.GetReference(_room.Slice(_used, Unsafe.SizeOf<Vector128<byte>>())));
        _used += length;
    }

    public void Flush()
    {
        _to.Advance(_used);
        _room = default;
        _used = 0;
    }
}
