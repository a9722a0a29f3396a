using System.Net;
using System.Net.Sockets;

namespace ElasticGrains.S3.Tests;

/// <summary>Stands before an HTTP server and counts the requests to read.</summary>
internal sealed class RequestCounter : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _behind;
    private readonly Task _accepting;
    private int _requests;

    private RequestCounter(int behind)
    {
        _behind = behind;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Requests => Volatile.Read(ref _requests);

    public static RequestCounter Start(int behind) => new(behind);

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
            await Task.WhenAny(CountAsync(client.GetStream(), server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
        }
    }

    // Requests to read have no body: each comes in one piece, by itself.
    private async Task CountAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 << 10];
        while (await from.ReadAsync(buffer) is > 0 and var count)
        {
            if (buffer.AsSpan(0, count).StartsWith("GET "u8))
            {
                Interlocked.Increment(ref _requests);
            }

            await to.WriteAsync(buffer.AsMemory(0, count));
        }
    }
}
