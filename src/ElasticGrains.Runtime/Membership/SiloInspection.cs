using System.Net;
using System.Net.Sockets;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Runtime.Membership;

/// <summary>Looks what is left of a silo that has been declared dead: a silo speaks first on each connection, and a process that stands still does not.</summary>
internal static class SiloInspection
{
    /// <summary>The most that a look takes, and holds up the news of the loss. A port that refuses is found out at once.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>Looks.</summary>
    /// <param name="address">Where the silo listened.</param>
    /// <param name="patience">How long to wait for a sign.</param>
    /// <param name="cancellationToken">Gives up; then nothing is known.</param>
    public static async Task<SiloRemains> LookAsync(EndPoint address, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        var isConnected = false;
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(address, limit.Token);
            isConnected = true;
            await socket.ReceiveAsync(new byte[1], limit.Token);
            return SiloRemains.Unknown;
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return SiloRemains.Nothing;
        }
        catch (SocketException)
        {
            return isConnected ? SiloRemains.Unknown : SiloRemains.Unreachable;
        }
        catch (OperationCanceledException)
        {
            return cancellationToken.IsCancellationRequested ? SiloRemains.Unknown : isConnected ? SiloRemains.Silence : SiloRemains.Unreachable;
        }
    }
}
