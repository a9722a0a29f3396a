using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace ElasticGrains.Storage.Tests.Postgres;

/// <summary>A relay in front of the server that breaks all connections, or stops passing bytes on, at a chosen byte.</summary>
internal sealed class FaultyWire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _sockets = [];
    private readonly Lock _gate = new();
    private readonly int _serverPort;
    private readonly Task _accepting;
    private TaskCompletionSource? _frozen;
    private long _left = long.MaxValue;
    private bool _countsAnswers;
    private bool _freezes;

    public FaultyWire(string connectionString)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        _serverPort = server.Port;
        _listener.Start();
        server.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        ConnectionString = server.ToString();
        _accepting = AcceptAsync();
    }

    /// <summary>How to reach the server through the wire.</summary>
    public string ConnectionString { get; }

    /// <summary>True when the fault has happened.</summary>
    public bool IsTripped
    {
        get
        {
            lock (_gate)
            {
                return _left < 0;
            }
        }
    }

    /// <summary>Breaks all connections once so many more bytes have passed.</summary>
    public void CutAfter(long bytes, bool ofAnswers) => Arm(bytes, ofAnswers, freezes: false);

    /// <summary>Passes nothing on, either way, once so many more bytes of requests have passed, until <see cref="Thaw"/>.</summary>
    public void FreezeAfter(long bytes) => Arm(bytes, ofAnswers: false, freezes: true);

    /// <summary>Passes on what has waited.</summary>
    public void Thaw()
    {
        lock (_gate)
        {
            _left = long.MaxValue;
            _frozen?.TrySetResult();
            _frozen = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Thaw();
        Break();
        await _accepting;
    }

    private void Arm(long bytes, bool ofAnswers, bool freezes)
    {
        lock (_gate)
        {
            (_left, _countsAnswers, _freezes) = (bytes, ofAnswers, freezes);
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }

            var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            client.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _serverPort);
            lock (_gate)
            {
                _sockets.AddRange([client, server]);
            }

            _ = RelayAsync(client, server, isAnswer: false);
            _ = RelayAsync(server, client, isAnswer: true);
        }
    }

    private async Task RelayAsync(Socket from, Socket to, bool isAnswer)
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                var (passing, frozen) = Pass(count, isAnswer);
                await to.SendAsync(buffer.AsMemory(0, passing));
                if (frozen is not null)
                {
                    await frozen;
                    await to.SendAsync(buffer.AsMemory(passing, count - passing));
                }
                else if (passing < count)
                {
                    Break();
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Broken, from either side.
        }

        to.Close();
    }

    /// <summary>How many bytes pass, and what to wait for before the rest does.</summary>
    private (int Passing, Task? Frozen) Pass(int count, bool isAnswer)
    {
        lock (_gate)
        {
            if (_frozen is not null)
            {
                return (0, _frozen.Task);
            }

            if (isAnswer != _countsAnswers || _left == long.MaxValue)
            {
                return (count, null);
            }

            var passing = (int)Math.Clamp(_left, 0, count);
            _left -= count;
            if (_left >= 0)
            {
                return (count, null);
            }

            _frozen = _freezes ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
            return (passing, _frozen?.Task);
        }
    }

    private void Break()
    {
        List<Socket> sockets;
        lock (_gate)
        {
            sockets = [.. _sockets];
            _sockets.Clear();
        }

        // Aborted, as the kernel does for a process that was killed or a machine that is gone.
        sockets.ForEach(socket => socket.Close(0));
    }
}
