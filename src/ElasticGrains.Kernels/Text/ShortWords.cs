using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ElasticGrains.Kernels.Text;

/// <summary>
/// Counts of words of up to 16 bytes: open addressing with the word itself in the slot, four slots to two cache lines, no pointer to
/// follow. A slot's place is the top of its hash, so the table in slot order is almost in hash order.
/// </summary>
internal sealed class ShortWords
{
    public const int MaxLength = 16;

    private const int MinBits = 8;

    // Odd 64-bit constants with half of their bits set (fractions of pi), as in wyhash-like folded multiplications.
    private const ulong Salt0 = 0x243F6A8885A308D3;
    private const ulong Salt1 = 0x13198A2E03707345;

    // Row n keeps the first n of 16 bytes.
    private static readonly Vector128<byte>[] Keep = [.. Enumerable.Range(0, MaxLength + 1).Select(
        length => Vector128.Create([.. Enumerable.Range(0, MaxLength).Select(i => i < length ? (byte)0xFF : (byte)0)]))];

    private Slot[] _slots = [];
    private int _shift;
    private int _limit;

    public ShortWords() => Allocate(MinBits);

    /// <summary>The number of different words.</summary>
    public int Count { get; private set; }

    /// <summary>The sum of the lengths of the different words.</summary>
    public long KeyBytes { get; private set; }

    public ReadOnlySpan<Slot> Slots => _slots;

    /// <summary>The first <paramref name="length"/> (1 to 16) of the 16 bytes at <paramref name="word"/>, which all must be readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Key(ref byte word, int length) =>
        (Vector128.LoadUnsafe(ref word) & Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Keep), length)).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong HashOf(Vector128<ulong> key)
    {
        var high = Math.BigMul(key[0] ^ Salt0, key[1] ^ Salt1, out ulong low);
        return high ^ low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ulong hash)
    {
        if (Sse.IsSupported)
        {
            unsafe
            {
                // A prefetch never faults; the address may be stale if the collector moves the table, which costs time only.
                Sse.Prefetch0(Unsafe.AsPointer(ref At(hash)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector128<ulong> key, ulong hash, long count)
    {
        ref var slot = ref At(hash);
        while (true)
        {
            if (slot.Key == key)
            {
                slot.Count += count;
                return;
            }

            if (slot.Count == 0)
            {
                Insert(ref slot, key, hash, count);
                return;
            }

            // The last slot stays free, so the walk ends within the table.
            slot = ref Unsafe.Add(ref slot, 1);
        }
    }

    /// <summary>Makes room for <paramref name="more"/> different words.</summary>
    /// <remarks>Needed before a merge in hash order: a table that doubles while words arrive in that order would fill only its front.</remarks>
    public void Reserve(int more)
    {
        var bits = 64 - _shift;
        while ((1L << bits) / 2 < (long)Count + more)
        {
            bits++;
        }

        if (bits > 64 - _shift)
        {
            Grow(bits);
        }
    }

    public void Merge(ShortWords other)
    {
        Reserve(other.Count);
        foreach (ref readonly var slot in other.Slots)
        {
            if (slot.Count > 0)
            {
                Add(slot.Key, slot.Hash, slot.Count);
            }
        }
    }

    /// <summary>The words in the order of (hash, bytes), which does not depend on how they came in.</summary>
    public Slot[] InOrder()
    {
        var sorted = new Slot[Count];
        var count = 0;
        foreach (ref readonly var slot in Slots)
        {
            if (slot.Count == 0)
            {
                continue;
            }

            // Slot order is hash order but for runs of neighbours: insertion moves over a run at most.
            var at = count++;
            while (at > 0 && slot.Precedes(in sorted[at - 1]))
            {
                sorted[at] = sorted[at - 1];
                at--;
            }

            sorted[at] = slot;
        }

        return sorted;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Slot At(ulong hash) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), (nint)(hash >> _shift));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Insert(ref Slot slot, Vector128<ulong> key, ulong hash, long count)
    {
        if (Count >= _limit || Unsafe.AreSame(ref slot, ref _slots[^1]))
        {
            Grow(64 - _shift + 1);
            Add(key, hash, count);
            return;
        }

        slot = new Slot { Key = key, Hash = hash, Count = count };
        Count++;
        KeyBytes += slot.Length;
    }

    private void Grow(int bits)
    {
        var old = _slots;
        (Count, KeyBytes) = (0, 0);
        Allocate(bits);
        foreach (ref readonly var slot in old.AsSpan())
        {
            if (slot.Count > 0)
            {
                Add(slot.Key, slot.Hash, slot.Count);
            }
        }
    }

    [MemberNotNull(nameof(_slots))]
    private void Allocate(int bits)
    {
        // At most half full: walks stay within a cache line or two. The tail takes the walks of the last slots.
        var size = 1 << bits;

        // Written here, page by page: a slot that is read before it is written would cost two page faults and a stop of all cores.
        _slots = GC.AllocateUninitializedArray<Slot>(size + (size / 8) + 1);
        Array.Clear(_slots);
        _shift = 64 - bits;
        _limit = size / 2;
    }

    /// <summary>A word, its hash and its count; free when the count is zero.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Slot
    {
        public Vector128<ulong> Key;
        public ulong Hash;
        public long Count;

        // A word holds no zero byte: it ends where the zeros begin.
        public readonly int Length => MaxLength - (Key[1] != 0 ? LeadingZeroBytes(Key[1]) : sizeof(ulong) + LeadingZeroBytes(Key[0]));

        public readonly bool Precedes(in Slot other) =>
            Hash != other.Hash ? Hash < other.Hash : Key[0] != other.Key[0] ? Key[0] < other.Key[0] : Key[1] < other.Key[1];

        private static int LeadingZeroBytes(ulong value) => System.Numerics.BitOperations.LeadingZeroCount(value) / 8;
    }
}
