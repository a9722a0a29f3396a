using System.Net;
using System.Net.Sockets;
using System.Text;
using ElasticGrains.Cli.Chaos.Faults;
using ElasticGrains.Cli.Chaos.Network;

namespace ElasticGrains.Cli.Tests.Chaos.Network;

/// <summary>What comes through a door, and what does not while it is cut.</summary>
public sealed class DoorTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly CutBoard _board = new(seed: 1);
    private readonly Door _door;

    public DoorTests()
    {
        _server.Start();
        _door = new Door(IPAddress.Loopback, _ => (IPEndPoint)_server.LocalEndpoint, _board, _ => "one", "two");
    }

    public void Dispose()
    {
        _board.HealAll();
        _door.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Door_ThatIsNotShut_PassesBothWays(bool isSlow)
    {
        if (isSlow)
        {
            _board.Set("two", "one", CutMode.Slow);
        }

        var (client, server) = await ConnectAsync();
        await client.SendAsync("question"u8.ToArray());
        Assert.Equal("question", await ReadAsync(server, 8));
        await server.SendAsync("answer"u8.ToArray());
        Assert.Equal("answer", await ReadAsync(client, 6));
        server.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await client.ReceiveAsync(new byte[1]).WaitAsync(Patience));
    }

    [Fact]
    public async Task Door_CutSilently_PassesWhenHealed()
    {
        var (client, server) = await ConnectAsync();
        var cut = _board.Set("one", "two", CutMode.Silent);
        await client.SendAsync("late"u8.ToArray());
        var arrives = ReadAsync(server, 4);
        await Assert.ThrowsAsync<TimeoutException>(() => arrives.WaitAsync(TimeSpan.FromMilliseconds(300)));
        cut.Dispose();
        Assert.Equal("late", await arrives.WaitAsync(Patience));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Door_CutInOneDirection_PassesTheOther(bool isCaller)
    {
        var (client, server) = await ConnectAsync();
        var (cut, open) = isCaller ? (client, server) : (server, client);
        var silence = _board.Set(isCaller ? "one" : "two", isCaller ? "two" : "one", CutMode.Silent, oneWay: true);
        await cut.SendAsync("late"u8.ToArray());
        await open.SendAsync("soon"u8.ToArray());
        Assert.Equal("soon", await ReadAsync(cut, 4));
        var arrives = ReadAsync(open, 4);
        await Assert.ThrowsAsync<TimeoutException>(() => arrives.WaitAsync(TimeSpan.FromMilliseconds(300)));
        silence.Dispose();
        Assert.Equal("late", await arrives.WaitAsync(Patience));
    }

    [Fact]
    public async Task Door_OneSideEndsWhileItIsCutSilently_IsNotToldBeforeItIsHealed()
    {
        var (client, server) = await ConnectAsync();
        var cut = _board.Set("one", "two", CutMode.Silent);
        client.Dispose();
        var ends = server.ReceiveAsync(new byte[1]);
        await Assert.ThrowsAsync<TimeoutException>(() => ends.WaitAsync(TimeSpan.FromMilliseconds(300)));
        cut.Dispose();
        Assert.Equal(0, await ends.WaitAsync(Patience));
    }

    [Fact]
    public async Task Door_CutAgain_IsHealedOnlyByTheSecondCut()
    {
        var (client, server) = await ConnectAsync();
        var first = _board.Set("one", "two", CutMode.Silent);
        var second = _board.Set("two", "one", CutMode.Silent);
        await client.SendAsync("late"u8.ToArray());
        first.Dispose();
        var arrives = ReadAsync(server, 4);
        await Assert.ThrowsAsync<TimeoutException>(() => arrives.WaitAsync(TimeSpan.FromMilliseconds(300)));
        second.Dispose();
        Assert.Equal("late", await arrives.WaitAsync(Patience));
    }

    [Fact]
    public async Task Door_CutByResets_EndsWhatIsOpenAndWhatComes()
    {
        var (client, server) = await ConnectAsync();
        var cut = _board.Set("one", "two", CutMode.Reset);
        Assert.Equal(SocketError.ConnectionReset, (await Assert.ThrowsAsync<SocketException>(() => client.ReceiveAsync(new byte[1]).WaitAsync(Patience))).SocketErrorCode);
        await Assert.ThrowsAsync<SocketException>(() => server.ReceiveAsync(new byte[1]).WaitAsync(Patience));
        using var later = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            await later.ConnectAsync(IPAddress.Loopback, _door.Port);
            await later.ReceiveAsync(new byte[1]).WaitAsync(Patience);
        });

        cut.Dispose();
        var (again, _) = await ConnectAsync();
        Assert.True(again.Connected);
    }

    [Fact]
    public async Task Door_OfOthers_IsNotCut()
    {
        _board.Set("one", "three", CutMode.Reset);
        var (client, server) = await ConnectAsync();
        await client.SendAsync("here"u8.ToArray());
        Assert.Equal("here", await ReadAsync(server, 4));
    }

    private async Task<(Socket Client, Socket Server)> ConnectAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, _door.Port);
        return (client, await _server.AcceptSocketAsync().WaitAsync(Patience));
    }

    private static async Task<string> ReadAsync(Socket socket, int length)
    {
        var buffer = new byte[length];
        for (var read = 0; read < length;)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(read)).AsTask().WaitAsync(Patience);
            Assert.NotEqual(0, count);
            read += count;
        }

        return Encoding.UTF8.GetString(buffer);
    }
}
