namespace ElasticGrains.Transfer;

/// <summary>Bytes in memory, there until this is disposed and not after it.</summary>
public interface IHeldBytes : IDisposable
{
    /// <summary>The bytes. They never change.</summary>
    ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>XxHash3 (64 bits) of them.</summary>
    ulong Checksum { get; }

    /// <summary>Where processes of this machine find them, too; null where they are not shared.</summary>
    SegmentTicket? Ticket { get; }
}
