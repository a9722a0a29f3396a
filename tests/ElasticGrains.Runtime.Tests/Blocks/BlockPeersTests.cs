using ElasticGrains.Blocks;
using ElasticGrains.Hashing;
using ElasticGrains.Runtime.Blocks;
using ElasticGrains.Scheduling;
using ElasticGrains.Tests.Shared;
using ElasticGrains.Transfer;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ElasticGrains.Runtime.Tests.Blocks;

/// <summary>How a silo gets a block that another has in memory.</summary>
public sealed class BlockPeersTests
{
    private static readonly TimeSpan HalfAMinute = TimeSpan.FromSeconds(30);

    private readonly Fake _fake = new();
    private readonly FakeTimeProvider _time = new();
    private readonly BlockPeers _peers;
    private readonly byte[] _bytes = new byte[300_000];
    private readonly BlockHandle _block;

    public BlockPeersTests()
    {
        new Random(3).NextBytes(_bytes);
        _block = new BlockHandle("1", _bytes.Length, Checksum.Of(_bytes));
        _peers = new BlockPeers(_fake, _fake, _time, NullLogger<BlockPeers>.Instance);
    }

    [LinuxFact("/dev/shm, which others reach through /proc")]
    public async Task Fetch_FromTheSameMachine_TakesNoConnection()
    {
        using IDisposable segment = Share();

        var fetched = await FetchAsync();
        Assert.Equal(_bytes, fetched!.Bytes.ToArray());
        Assert.Equal(0, _fake.Fetched);
        fetched.LetGo();
    }

    [LinuxFact("/dev/shm, which others reach through /proc")]
    public async Task Fetch_OneBitOfSharedMemoryDiffers_IsNoticedAndFetchedOverTheNetwork()
    {
        var random = new Random(4);
        for (var i = 0; i < 100; i++)
        {
            var segment = Share();
            Flip(segment.Ticket!, random.Next(_bytes.Length), random.Next(8));

            var fetched = await FetchAsync();
            Assert.Equal(_bytes, fetched!.Bytes.ToArray());
            Assert.Equal(i + 1, _fake.Fetched);
            ((IDisposable)segment).Dispose();
        }
    }

    [LinuxFact("/dev/shm, which others reach through /proc")]
    public async Task Fetch_OwnerOfTheMemoryIsGone_GoesOverTheNetwork()
    {
        ((IDisposable)Share()).Dispose();

        Assert.Equal(_bytes, (await FetchAsync())!.Bytes.ToArray());
        Assert.Equal(1, _fake.Fetched);
    }

    [Fact]
    public async Task Fetch_SiloHasItNot_IsNull()
    {
        _fake.Offer = null;
        Assert.Null(await FetchAsync());

        _fake.Offer = new BlockOffer("here:1", Segment: null);
        _fake.Fetch = _ => false;
        Assert.Null(await FetchAsync());
    }

    [Fact]
    public async Task Fetch_WhateverGoesWrong_IsNull()
    {
        _fake.Offer = new BlockOffer("here:1", Segment: null);
        foreach (var error in new Exception[] { new HttpRequestException("away"), new InvalidDataException("changed"), new TimeoutException("silent"), new IOException("broken") })
        {
            _fake.Fetch = _ => throw error;
            Assert.Null(await FetchAsync());
            _time.Advance(HalfAMinute);
        }

        _fake.Fails = new TimeoutException("no answer");
        Assert.Null(await FetchAsync());
    }

    [Fact]
    public async Task Fetch_AfterAFailure_LeavesThatSiloAloneForHalfAMinute()
    {
        _fake.Fails = new TimeoutException("no answer");
        Assert.Null(await FetchAsync());
        Assert.Null(await FetchAsync());
        Assert.Equal(1, _fake.Asked);

        _time.Advance(HalfAMinute);
        Assert.Null(await FetchAsync());
        Assert.Equal(2, _fake.Asked);
        Assert.Null(await _peers.FetchAsync("silo-3", BlockNames.Of("job", _block), _block, default));
        Assert.Equal(3, _fake.Asked);
    }

    [Fact]
    public async Task Fetch_SiloHasItNotAnyMore_IsAskedForTheNext()
    {
        _fake.Offer = null;
        Assert.Null(await FetchAsync());
        Assert.Null(await FetchAsync());
        Assert.Equal(2, _fake.Asked);
    }

    private static void Flip(SegmentTicket ticket, int index, int bit)
    {
        // Only whoever owns it can.
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(ticket.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        using var file = File.OpenHandle(ticket.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var one = new byte[1];
        RandomAccess.Read(file, one, index);
        one[0] ^= (byte)(1 << bit);
        RandomAccess.Write(file, one, index);
    }

    private SharedSegment Share()
    {
        var segment = SharedSegment.TryCreate(_bytes)!;
        _fake.Offer = new BlockOffer("here:1", segment.Ticket);
        _fake.Fetch = into =>
        {
            _bytes.CopyTo(into);
            return true;
        };
        return segment;
    }

    private Task<BlockBytes?> FetchAsync() => _peers.FetchAsync("silo-2", BlockNames.Of("job", _block), _block, default);

    private sealed class Fake : ISiloCalls, ITransferClient
    {
        public BlockOffer? Offer { get; set; }

        public Exception? Fails { get; set; }

        public Func<Memory<byte>, bool> Fetch { get; set; } = _ => false;

        public int Fetched { get; private set; }

        public int Asked { get; private set; }

        public Task<T> AskAsync<T>(string silo, Func<ISiloGrain, Task<T>> ask, CancellationToken cancellationToken)
        {
            Asked++;
            return Fails is null ? Task.FromResult((T)(object?)Offer!) : Task.FromException<T>(Fails);
        }

        public Task<bool> FetchAsync(string address, string name, Memory<byte> into, ulong checksum, CancellationToken cancellationToken)
        {
            Fetched++;
            return Task.FromResult(Fetch(into));
        }

        public Task<T?> ReadAsync<T>(string address, string name, Func<Stream, CancellationToken, Task<T>> readAsync, CancellationToken cancellationToken)
            where T : class => throw new NotSupportedException();
    }
}
