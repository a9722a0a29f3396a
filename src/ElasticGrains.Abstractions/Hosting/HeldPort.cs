using System.Net;
using System.Net.Sockets;

namespace ElasticGrains.Hosting;

/// <summary>
/// A free TCP port for a listener that somebody else binds: a library, another process. A port that is only looked up may be another
/// process's by then; this one is bound, so that the system gives it to nobody who does not ask for it by number. It does not listen,
/// and a listener may be bound beside it.
/// </summary>
public sealed class HeldPort : IDisposable
{
    private readonly Socket _socket;

    private HeldPort(IPEndPoint at)
    {
        _socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.Bind(at);
            Number = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }

        // Elsewhere the listener would be refused.
        if (!OperatingSystem.IsLinux())
        {
            _socket.Dispose();
        }
    }

    /// <summary>Its number.</summary>
    public int Number { get; }

    /// <summary>Holds a port that is free now; held until disposed on Linux, and only looked up elsewhere.</summary>
    /// <exception cref="SocketException">The address is not of this machine.</exception>
    public static HeldPort Any(IPAddress address) => new(new IPEndPoint(address, 0));

    /// <summary>Holds a certain port, before somebody listens there or between two who do; null while somebody listens.</summary>
    public static HeldPort? TryHold(IPAddress address, int number)
    {
        try
        {
            return new HeldPort(new IPEndPoint(address, number));
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return null;
        }
    }

    /// <summary>Lets go of it; a listener that was bound meanwhile stays.</summary>
    public void Dispose() => _socket.Dispose();
}
