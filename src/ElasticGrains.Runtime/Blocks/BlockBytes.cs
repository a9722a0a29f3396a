using System.Buffers;
using ElasticGrains.Transfer;

namespace ElasticGrains.Runtime.Blocks;

/// <summary>A block in memory, there for as long as somebody holds it: whoever makes it does.</summary>
internal sealed class BlockBytes
{
    private readonly IMemoryOwner<byte>? _owner;
    private int _holders = 1;

    /// <param name="bytes">The bytes, nobody else's.</param>
    /// <param name="checksum">XxHash3 (64 bits) of them.</param>
    /// <param name="owner">Gets them back in the end; null for the garbage collector.</param>
    public BlockBytes(ReadOnlyMemory<byte> bytes, ulong checksum, IMemoryOwner<byte>? owner = null) =>
        (Bytes, Checksum, Size, _owner) = (bytes, checksum, owner?.Memory.Length ?? bytes.Length, owner);

    public BlockBytes(SharedSegment segment, ulong checksum)
        : this(segment.Memory, checksum, segment)
    {
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    public ulong Checksum { get; }

    /// <summary>The memory that it takes, in bytes: an owner may have more than was asked for.</summary>
    public long Size { get; }

    /// <summary>A copy, which processes of this machine can read where that can be.</summary>
    public static BlockBytes CopyOf(ReadOnlySpan<byte> content, ulong checksum) =>
        SharedSegment.TryCreate(content) is { } segment ? new BlockBytes(segment, checksum) : new BlockBytes(content.ToArray(), checksum);

    /// <summary>One more holds it; null when nobody did any more.</summary>
    public IHeldBytes? TryHold()
    {
        var holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            var seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
            {
                return new Held(this);
            }

            holders = seen;
        }

        return null;
    }

    /// <summary>One less holds it.</summary>
    public void LetGo()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _owner?.Dispose();
        }
    }

    private sealed class Held(BlockBytes block) : IHeldBytes
    {
        private int _isReturned;

        public ReadOnlyMemory<byte> Bytes => block.Bytes;

        public ulong Checksum => block.Checksum;

        public SegmentTicket? Ticket => (block._owner as SharedSegment)?.Ticket;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isReturned, 1) == 0)
            {
                block.LetGo();
            }
        }
    }
}
