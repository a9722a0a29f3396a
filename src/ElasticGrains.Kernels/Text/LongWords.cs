using ElasticGrains.Hashing;

namespace ElasticGrains.Kernels.Text;

/// <summary>Counts of words of more than 16 bytes: open addressing, the words' bytes one after the other in an arena.</summary>
internal sealed class LongWords
{
    private const int MinSlots = 16;

    private Slot[] _slots = new Slot[MinSlots];
    private byte[] _arena = [];
    private int _used;

    /// <summary>The number of different words.</summary>
    public int Count { get; private set; }

    /// <summary>The sum of the lengths of the different words.</summary>
    public long KeyBytes => _used;

    public ReadOnlySpan<Slot> Slots => _slots;

    public ReadOnlySpan<byte> WordOf(in Slot slot) => _arena.AsSpan(slot.Offset, slot.Length);

    public void Add(ReadOnlySpan<byte> word, long count) => Add(word, Checksum.Of(word), count);

    public void Merge(LongWords other)
    {
        Reserve(other.Count);
        foreach (ref readonly var slot in other.Slots)
        {
            if (slot.Count > 0)
            {
                Add(other.WordOf(slot), slot.Hash, slot.Count);
            }
        }
    }

    /// <summary>Makes room for <paramref name="more"/> different words.</summary>
    public void Reserve(int more)
    {
        var size = _slots.Length;
        while (size / 2 < (long)Count + more)
        {
            size = checked(size * 2);
        }

        if (size > _slots.Length)
        {
            Grow(size);
        }
    }

    /// <summary>The words in the order of (hash, bytes), which does not depend on how they came in.</summary>
    public Slot[] InOrder()
    {
        var sorted = new Slot[Count];
        var count = 0;
        foreach (ref readonly var slot in Slots)
        {
            if (slot.Count > 0)
            {
                sorted[count++] = slot;
            }
        }

        Array.Sort(sorted, (left, right) => left.Hash != right.Hash ? left.Hash.CompareTo(right.Hash) : WordOf(left).SequenceCompareTo(WordOf(right)));
        return sorted;
    }

    private void Add(ReadOnlySpan<byte> word, ulong hash, long count)
    {
        var mask = (uint)_slots.Length - 1;
        var at = (uint)hash & mask;
        while (_slots[at].Count > 0)
        {
            ref var slot = ref _slots[at];
            if (slot.Hash == hash && WordOf(slot).SequenceEqual(word))
            {
                slot.Count += count;
                return;
            }

            at = (at + 1) & mask;
        }

        if (Count >= _slots.Length / 2)
        {
            Grow(checked(_slots.Length * 2));
            Add(word, hash, count);
            return;
        }

        _slots[at] = new Slot { Hash = hash, Offset = Store(word), Length = word.Length, Count = count };
        Count++;
    }

    private int Store(ReadOnlySpan<byte> word)
    {
        var offset = _used;
        _used = checked(_used + word.Length);
        if (_used > _arena.Length)
        {
            Array.Resize(ref _arena, (int)Math.Min(Math.Max(2L * _arena.Length, _used + 1024L), Array.MaxLength));
        }

        word.CopyTo(_arena.AsSpan(offset));
        return offset;
    }

    private void Grow(int size)
    {
        var old = _slots;
        _slots = new Slot[size];
        foreach (ref readonly var slot in old.AsSpan())
        {
            if (slot.Count > 0)
            {
                var at = (uint)slot.Hash & ((uint)size - 1);
                while (_slots[at].Count > 0)
                {
                    at = (at + 1) & ((uint)size - 1);
                }

                _slots[at] = slot;
            }
        }
    }

    /// <summary>A word by its place in the arena; free when the count is zero.</summary>
    internal struct Slot
    {
        public ulong Hash;
        public int Offset;
        public int Length;
        public long Count;
    }
}
