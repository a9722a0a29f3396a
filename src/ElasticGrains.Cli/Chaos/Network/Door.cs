using System.Net;
using System.Net.Sockets;

namespace ElasticGrains.Cli.Chaos.Network;

/// <summary>Listens where others think that a silo or the database is, and passes on what comes.</summary>
internal sealed class Door : IDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<IPEndPoint> _behind;
    private readonly CutBoard _board;
    private readonly Func<IPEndPoint, string> _callerOf;
    private readonly string _name;

    /// <summary>Opens it on a free port.</summary>
    /// <param name="at">The address.</param>
    /// <param name="behind">Where to pass on to, given the port.</param>
    /// <param name="board">What is cut.</param>
    /// <param name="callerOf">Who connects from there.</param>
    /// <param name="name">Who is behind it.</param>
    public Door(IPAddress at, Func<int, IPEndPoint> behind, CutBoard board, Func<IPEndPoint, string> callerOf, string name)
    {
        _listener = new TcpListener(at, 0);
        _listener.Start();
        (_behind, _board, _callerOf, _name) = (() => behind(Port), board, callerOf, name);
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket caller;
            try
            {
                caller = await _listener.AcceptSocketAsync();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return; // Closed.
            }

            _ = ServeAsync(caller);
        }
    }

    private async Task ServeAsync(Socket caller)
    {
        caller.NoDelay = true;
        var called = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            var from = _callerOf((IPEndPoint)caller.RemoteEndPoint!);
            if (await _board.PassAsync(from, _name))
            {
                await called.ConnectAsync(_behind());
                await new Link(caller, called, _board, from, _name).RunAsync();
                return;
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Nobody is there.
        }

        Link.Reset(caller);
        called.Dispose();
    }
}
