using System.Net;
using ElasticGrains.Runtime.Transfer;
using ElasticGrains.Security;
using ElasticGrains.Silo;
using ElasticGrains.Silo.Transfer;
using ElasticGrains.Transfer;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticGrains.Cluster.Tests;

/// <summary>Bytes from one silo to another, past the calls.</summary>
public sealed class TransferTests : IAsyncLifetime, IDisposable
{
    private readonly ClusterToken _token = new(ClusterToken.Fresh());
    private readonly Shelf _shelf = new();
    private readonly TransferClient _client;
    private readonly TransferServer _server;

    public TransferTests()
    {
        _client = new TransferClient(_token, TimeProvider.System);
        _server = new TransferServer(new SiloSettings(), _shelf, new NoBlocks(), _token, TimeProvider.System, NullLogger<TransferServer>.Instance);
    }

    public Task InitializeAsync() => _server.StartingAsync(default);

    public void Dispose()
    {
        _client.Dispose();
        _shelf.Dispose();
    }

    public async Task DisposeAsync()
    {
        await _server.StopAsync(default);
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_000_019)]
    public async Task Fetch_WhatIsThere_ArrivesWhole(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        _shelf.Write = (stream, cancelled) => stream.WriteAsync(bytes, cancelled).AsTask();

        Assert.Equal(bytes, await FetchAsync(_client, "kernel/1/it & more"));
        Assert.Equal((1, 1), (_shelf.Sent, _shelf.Closed));
    }

    [Fact]
    public async Task Fetch_WhatIsNotThere_IsNull() => Assert.Null(await FetchAsync(_client, "other"));

    [Fact]
    public async Task Fetch_SenderFailsInTheMiddle_IsAnErrorAndTheNextOneIsServed()
    {
        _shelf.Write = async (stream, cancelled) =>
        {
            await stream.WriteAsync(new byte[1_000_000], cancelled);
            throw new InvalidOperationException("a codec");
        };
        await Assert.ThrowsAnyAsync<Exception>(() => FetchAsync(_client, "kernel/1/it & more"));
        Assert.Equal((0, 1), (_shelf.Sent, _shelf.Closed));

        _shelf.Write = (stream, cancelled) => stream.WriteAsync(new byte[] { 7 }, cancelled).AsTask();
        Assert.Equal([7], await FetchAsync(_client, "kernel/1/it & more"));
    }

    [Fact]
    public async Task Fetch_WithAnotherToken_IsRefused()
    {
        using var stranger = new TransferClient(new ClusterToken(ClusterToken.Fresh()), TimeProvider.System);
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => FetchAsync(stranger, "kernel/1/it & more"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(0, _shelf.Closed);
    }

    [Fact]
    public async Task Request_SignedForSomethingElse_IsRefused()
    {
        var now = TimeProvider.System.GetUtcNow();
        var address = _server.Address!;
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(TransferRequest.Sign(_token, address, TransferRequest.Path, "n", now)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(TransferRequest.Sign(_token, address, TransferRequest.Path, "m", now)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(TransferRequest.Sign(_token, "127.0.0.1:1", TransferRequest.Path, "n", now)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(TransferRequest.Sign(_token, address, TransferRequest.Path, "n", now - TimeSpan.FromHours(1))));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("no signature"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(signature: null));
    }

    [Fact]
    public async Task Stop_WhileSomethingIsFetched_DoesNotWaitForIt()
    {
        var begun = new TaskCompletionSource();
        _shelf.Write = async (stream, cancelled) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancelled);
        };
        var fetched = FetchAsync(_client, "kernel/1/it & more");
        await begun.Task;
        await _server.StopAsync(default).WaitAsync(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAnyAsync<Exception>(() => fetched);
        Assert.Null(_server.Address);
    }

    private Task<byte[]?> FetchAsync(TransferClient client, string name) => client.ReadAsync(
        _server.Address!,
        name,
        async (stream, cancelled) =>
        {
            var read = new MemoryStream();
            await stream.CopyToAsync(read, cancelled);
            return read.ToArray();
        },
        default);

    private async Task<HttpStatusCode> StatusAsync(string? signature)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{_server.Address}{TransferRequest.Path}?{TransferRequest.Name}=n");
        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation(TransferRequest.Signature, signature);
        }

        return (await http.SendAsync(request)).StatusCode;
    }

    /// <summary>Has one thing.</summary>
    private sealed class Shelf : ITransferSource, ITransfer
    {
        public Func<Stream, CancellationToken, Task> Write { get; set; } = (_, _) => Task.CompletedTask;

        public int Sent { get; private set; }

        public int Closed { get; private set; }

        public bool? IsReady(string name) => name == "kernel/1/it & more" ? true : null;

        public ITransfer? Open(string name) => IsReady(name) is null ? null : this;

        public Task WriteToAsync(Stream stream, CancellationToken cancellationToken) => Write(stream, cancellationToken);

        void ITransfer.Sent() => Sent++;

        public void Dispose() => Closed++;
    }

    private sealed class NoBlocks : IBlockSource
    {
        public IHeldBytes? Hold(string name) => null;
    }
}
