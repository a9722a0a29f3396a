using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using ElasticGrains.Runtime.Transfer;
using ElasticGrains.Security;
using ElasticGrains.Silo;
using ElasticGrains.Silo.Transfer;
using ElasticGrains.Tests.Shared;
using ElasticGrains.Transfer;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticGrains.Cluster.Tests;

/// <summary>Blocks from one silo to another, past the calls.</summary>
public sealed class BlockTransferTests : IAsyncLifetime, IDisposable
{
    private const string Name = "job one/7 & more";

    private readonly ClusterToken _token = new(ClusterToken.Fresh());
    private readonly OneBlock _block = new(3_000_019);
    private readonly TransferClient _client;
    private readonly TransferServer _server;

    public BlockTransferTests()
    {
        _client = new TransferClient(_token, TimeProvider.System);
        _server = new TransferServer(new SiloSettings(), new Nothing(), _block, _token, TimeProvider.System, NullLogger<TransferServer>.Instance);
    }

    private int Port => IPEndPoint.Parse(_server.Address!).Port;

    public Task InitializeAsync() => _server.StartingAsync(default);

    public void Dispose() => _client.Dispose();

    public async Task DisposeAsync()
    {
        await _server.StopAsync(default);
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Fetch_WhatIsThere_ArrivesWholeAndIsLetGo()
    {
        var into = new byte[_block.Content.Length];

        Assert.True(await _client.FetchAsync(_server.Address!, Name, into, _block.Checksum, default));
        Assert.Equal(_block.Content, into);
        await Eventually.HoldsAsync(() => Task.FromResult(_block.Held == 0), "the block is let go");
    }

    [Fact]
    public async Task Fetch_WhatIsNotThereOrIsAnother_IsFalse()
    {
        Assert.False(await _client.FetchAsync(_server.Address!, "other", new byte[5], 0, default));
        Assert.False(await _client.FetchAsync(_server.Address!, Name, new byte[5], _block.Checksum, default));
    }

    [Fact]
    public async Task Fetch_WithAnotherToken_IsRefused()
    {
        using var stranger = new TransferClient(new ClusterToken(ClusterToken.Fresh()), TimeProvider.System);
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => stranger.FetchAsync(_server.Address!, Name, new byte[5], 0, default));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(0, _block.Asked);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.OK, 0, 3_000_019)]
    [InlineData("bytes=0-0", HttpStatusCode.PartialContent, 0, 1)]
    [InlineData("bytes=5-4999999", HttpStatusCode.PartialContent, 5, 3_000_014)]
    [InlineData("bytes=3000018-", HttpStatusCode.PartialContent, 3_000_018, 1)]
    [InlineData("bytes=-7", HttpStatusCode.PartialContent, 3_000_012, 7)]
    [InlineData("bytes=3000019-", HttpStatusCode.RequestedRangeNotSatisfiable, 0, 0)]
    [InlineData("bytes=-0", HttpStatusCode.RequestedRangeNotSatisfiable, 0, 0)]
    [InlineData("bytes=0-1,5-6", HttpStatusCode.RequestedRangeNotSatisfiable, 0, 0)]
    [InlineData("bytes=5-9223372036854775807", HttpStatusCode.PartialContent, 5, 3_000_014)]
    [InlineData("items=0-1", HttpStatusCode.OK, 0, 3_000_019)]
    public async Task Request_OfARange_HasThatRange(string? range, HttpStatusCode status, int from, int length)
    {
        using var response = await GetAsync(TransferRequest.BlockPath, TransferRequest.Sign(_token, _server.Address!, TransferRequest.BlockPath, Name, TimeProvider.System.GetUtcNow()), range);
        var body = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(_block.Content[from..(from + length)], body);
        if (status == HttpStatusCode.PartialContent)
        {
            Assert.Equal(new ContentRangeHeaderValue(from, from + length - 1, _block.Content.Length), response.Content.Headers.ContentRange);
        }
    }

    [Fact]
    public async Task Request_SignedForAnotherPathOrLongAgo_IsRefused()
    {
        var (now, address) = (TimeProvider.System.GetUtcNow(), _server.Address!);
        foreach (var signature in new[]
        {
            TransferRequest.Sign(_token, address, TransferRequest.Path, Name, now),
            TransferRequest.Sign(_token, address, TransferRequest.BlockPath, "other", now),
            TransferRequest.Sign(_token, address, TransferRequest.BlockPath, Name, now - TimeSpan.FromHours(1)),
            "forged",
        })
        {
            using var response = await GetAsync(TransferRequest.BlockPath, signature, range: null);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        Assert.Equal(0, _block.Asked);
    }

    [Fact]
    public async Task Fetch_ConnectionBreaksTwice_GoesOnBehindWhatHasCome()
    {
        var passed = 0;
        await using var relay = new Relay(Port)
        {
            OnAnswer = bytes =>
            {
                var breaks = passed < 1_000_000 && passed + bytes.Length >= 1_000_000 || passed < 2_000_000 && passed + bytes.Length >= 2_000_000;
                passed += bytes.Length;
                return breaks ? bytes.Length / 2 : bytes.Length;
            },
        };
        var into = new byte[_block.Content.Length];

        Assert.True(await FetchAsync(relay, into));
        Assert.Equal(_block.Content, into);
        Assert.Equal(3, _block.Asked);
    }

    [Fact]
    public async Task Fetch_ConnectionKeepsBreaking_IsAnErrorSoon()
    {
        await using var relay = new Relay(Port) { OnAnswer = bytes => bytes.Length - 1 };

        await Assert.ThrowsAnyAsync<Exception>(() => FetchAsync(relay, new byte[_block.Content.Length]));
        Assert.InRange(_block.Asked, 1, 3);
    }

    [Fact]
    public async Task Fetch_OneBitChangesOnTheWay_IsNoticed()
    {
        var random = new Random(5);
        for (var i = 0; i < 100; i++)
        {
            // Behind the head of the answer, which the client checks by other means.
            var (at, bit, passed) = (random.Next(2000, 3_000_000), random.Next(8), 0);
            await using var relay = new Relay(Port)
            {
                OnAnswer = bytes =>
                {
                    if (at >= passed && at < passed + bytes.Length)
                    {
                        bytes.Span[at - passed] ^= (byte)(1 << bit);
                    }

                    passed += bytes.Length;
                    return bytes.Length;
                },
            };

            await Assert.ThrowsAsync<InvalidDataException>(() => FetchAsync(relay, new byte[_block.Content.Length]));
        }
    }

    // What is signed names the server by the address that it knows of itself; a relay is told that.
    private async Task<bool> FetchAsync(Relay relay, byte[] into)
    {
        using var client = new TransferClient(_token, TimeProvider.System, async (_, cancelled) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, relay.Port), cancelled);
            return new NetworkStream(socket, ownsSocket: true);
        });
        return await client.FetchAsync(_server.Address!, Name, into, _block.Checksum, default);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string signature, string? range)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{_server.Address}{path}?{TransferRequest.Name}={Uri.EscapeDataString(Name)}");
        request.Headers.TryAddWithoutValidation(TransferRequest.Signature, signature);
        if (range is not null)
        {
            request.Headers.TryAddWithoutValidation("Range", range);
        }

        return await http.SendAsync(request);
    }

    private sealed class OneBlock : IBlockSource
    {
        private int _held;

        public OneBlock(int length)
        {
            Content = new byte[length];
            new Random(length).NextBytes(Content);
            Checksum = Hashing.Checksum.Of(Content);
        }

        public byte[] Content { get; }

        public ulong Checksum { get; }

        public int Asked { get; private set; }

        public int Held => Volatile.Read(ref _held);

        public IHeldBytes? Hold(string name)
        {
            if (name != Name)
            {
                return null;
            }

            Asked++;
            Interlocked.Increment(ref _held);
            return new Bytes(this);
        }

        private sealed class Bytes(OneBlock block) : IHeldBytes
        {
            ReadOnlyMemory<byte> IHeldBytes.Bytes => block.Content;

            public ulong Checksum => block.Checksum;

            public SegmentTicket? Ticket => null;

            public void Dispose() => Interlocked.Decrement(ref block._held);
        }
    }

    private sealed class Nothing : ITransferSource
    {
        public bool? IsReady(string name) => null;

        public ITransfer? Open(string name) => null;
    }
}
