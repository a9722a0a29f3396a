using ElasticGrains.Runtime.Blocks;
using ElasticGrains.Tests.Shared;
using ElasticGrains.Transfer;

namespace ElasticGrains.Runtime.Tests.Blocks;

public sealed class SharedSegmentTests
{
    private readonly byte[] _bytes = new byte[1_000_003];

    public SharedSegmentTests() => new Random(1).NextBytes(_bytes);

    [LinuxFact("/dev/shm, which others reach through /proc")]
    public void Open_ByTicket_HasTheBytesAlsoWhenTheOwnerHasLetGo()
    {
        using var opened = Opened(out var ticket);

        Assert.Equal(_bytes, opened.Memory.ToArray());
        Assert.Null(opened.Ticket);
        Assert.Null(SharedSegment.TryOpen(ticket));
    }

    [LinuxFact("/dev/shm, which others reach through /proc")]
    public void Create_WhateverBecomesOfTheProcess_LeavesNoFile()
    {
        using IDisposable segment = Create(out var ticket);

        Assert.EndsWith(" (deleted)", ticket.Target, StringComparison.Ordinal);
        Assert.False(File.Exists(ticket.Target[..^" (deleted)".Length]));
    }

    [LinuxFact("/dev/shm, which others reach through /proc")]
    public void Open_WhatTheTicketDoesNotMean_IsNull()
    {
        using IDisposable segment = Create(out var ticket);
        using IDisposable other = Create(out var another);

        Assert.Null(SharedSegment.TryOpen(ticket with { Machine = "another" }));
        Assert.Null(SharedSegment.TryOpen(ticket with { Length = ticket.Length + 1 }));
        Assert.Null(SharedSegment.TryOpen(ticket with { Length = 0 }));
        Assert.Null(SharedSegment.TryOpen(ticket with { Path = another.Path }));
        Assert.Null(SharedSegment.TryOpen(ticket with { Path = "/proc/self/fd/99999" }));
        Assert.Null(SharedSegment.TryOpen(ticket with { Path = "/proc/1/fd/0" }));
        Assert.Null(SharedSegment.TryOpen(ticket with { Path = "/dev/null" }));
        Assert.Null(SharedSegment.TryOpen(ticket with { Target = "/dev/null" }));
    }

    [LinuxFact("/dev/shm, which others reach through /proc")]
    public void Create_OfNothing_IsNull() => Assert.Null(SharedSegment.TryCreate([]));

    [LinuxFact("/dev/shm, which others reach through /proc")]
    public void Read_AfterDispose_IsRefused()
    {
        var segment = Create(out _);
        var memory = segment.Memory;
        ((IDisposable)segment).Dispose();

        Assert.Throws<ObjectDisposedException>(() => memory.Span[0]);
    }

    private SharedSegment Create(out SegmentTicket ticket)
    {
        var segment = SharedSegment.TryCreate(_bytes);
        Assert.NotNull(segment);
        ticket = segment.Ticket!;
        return segment;
    }

    private TestSegment Opened(out SegmentTicket ticket)
    {
        using IDisposable owner = Create(out ticket);
        var opened = SharedSegment.TryOpen(ticket);
        Assert.NotNull(opened);
        return new TestSegment(opened);
    }

    /// <summary>Its dispose is not hidden.</summary>
    private sealed class TestSegment(SharedSegment segment) : IDisposable
    {
        public Memory<byte> Memory => segment.Memory;

        public SegmentTicket? Ticket => segment.Ticket;

        public void Dispose() => ((IDisposable)segment).Dispose();
    }
}
