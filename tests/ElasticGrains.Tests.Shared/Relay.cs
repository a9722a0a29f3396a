using System.Net;
using System.Net.Sockets;

namespace ElasticGrains.Tests.Shared;

/// <summary>Stands before a TCP server of this machine and passes on what both sides say. A test may look at requests, and change or cut answers.</summary>
public sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _behind;
    private readonly Task _accepting;

    /// <param name="behind">The port of the server.</param>
    public Relay(int behind)
    {
        _behind = behind;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Sees what clients send.</summary>
    public Action<ReadOnlyMemory<byte>> OnRequest { get; set; } = _ => { };

    /// <summary>May change what the server sends, and says how much of it passes; behind less than all of it the connection breaks.</summary>
    public Func<Memory<byte>, int> OnAnswer { get; set; } = bytes => bytes.Length;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (SocketException)
        {
            // It was stopped.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(IPAddress.Loopback, _behind);
            var requests = PassAsync(client.GetStream(), server.GetStream(), bytes =>
            {
                OnRequest(bytes);
                return bytes.Length;
            });
            await Task.WhenAny(requests, PassAsync(server.GetStream(), client.GetStream(), bytes => OnAnswer(bytes)));
        }
    }

    private static async Task PassAsync(NetworkStream from, NetworkStream to, Func<Memory<byte>, int> pass)
    {
        var buffer = new byte[64 << 10];
        while (await from.ReadAsync(buffer) is > 0 and var count)
        {
            var passing = pass(buffer.AsMemory(0, count));
            await to.WriteAsync(buffer.AsMemory(0, passing));
            if (passing < count)
            {
                return;
            }
        }
    }
}
