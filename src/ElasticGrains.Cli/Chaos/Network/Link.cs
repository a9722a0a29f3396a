using System.Net.Sockets;

namespace ElasticGrains.Cli.Chaos.Network;

/// <summary>Two connections that are passed on to each other while the board allows it.</summary>
internal sealed class Link(Socket caller, Socket called, CutBoard board, string from, string to)
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Passes on until both sides have ended, or one broke off.</summary>
    public async Task RunAsync()
    {
        board.Add(this, from, to);
        try
        {
            await Task.WhenAll(PumpAsync(caller, called, from, to), PumpAsync(called, caller, to, from));
        }
        finally
        {
            board.Remove(this);
            caller.Dispose();
            called.Dispose();
        }
    }

    /// <summary>Ends both connections as if a machine had said that it knows nothing of them.</summary>
    public void Reset()
    {
        Reset(caller);
        Reset(called);
    }

    /// <summary>Ends a connection so.</summary>
    public static void Reset(Socket socket)
    {
        try
        {
            // Closing at once, with nothing left to send, is how a reset is asked for.
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }

        socket.Dispose();
    }

    private async Task PumpAsync(Socket source, Socket sink, string sender, string receiver)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await source.ReceiveAsync(buffer) is > 0 and var count)
            {
                if (!await board.PassAsync(sender, receiver))
                {
                    Reset();
                    return;
                }

                for (var sent = 0; sent < count;)
                {
                    sent += await sink.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }

            // That one has ended is news like any other.
            await board.PassAsync(sender, receiver);
            sink.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            await board.PassAsync(sender, receiver);
            Reset();
        }
    }
}
