using System.Buffers.Binary;
using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ElasticGrains.Cli.Bench;

/// <summary>Another process that sends bytes over a bare TCP connection, as many as it is asked for: the least that it can cost to get them.</summary>
internal sealed class ByteSource : IDisposable
{
    private const string Name = "byte-source";

    // What TCP likes best on a loopback, and what fits the cache.
    private const int AtOnce = 256 * 1024;

    private const int Most = 64 << 20;

    private readonly Process _process;
    private readonly Socket _socket;
    private readonly byte[] _length = new byte[sizeof(int)];
    private readonly byte[] _bytes = new byte[Most];

    private ByteSource(Process process, Socket socket) => (_process, _socket) = (process, socket);

    /// <summary>The command of that process: it prints its port, serves one connection, and ends with it.</summary>
    public static Command Create()
    {
        var command = new Command(Name, "Sends bytes over TCP.") { Hidden = true };
        command.SetAction((_, token) => ServeAsync(token));
        return command;
    }

    public static async Task<ByteSource> StartAsync(CancellationToken cancellationToken)
    {
        var process = Process.Start(ProcessRun.Command(["bench", Name]))!;
        var port = int.Parse((await process.StandardOutput.ReadLineAsync(cancellationToken))!, System.Globalization.CultureInfo.InvariantCulture);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        return new ByteSource(process, socket);
    }

    /// <summary>Asks for so many bytes, 64 MiB at most, and has them in memory.</summary>
    public async Task<ReadOnlyMemory<byte>> FetchAsync(int length, CancellationToken cancellationToken)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_length, length);
        await _socket.SendAsync(_length, cancellationToken);
        var bytes = _bytes.AsMemory(0, length);
        for (var filled = 0; filled < length;)
        {
            var count = await _socket.ReceiveAsync(bytes[filled..], cancellationToken);
            filled += count > 0 ? count : throw new EndOfStreamException("The source of bytes has ended.");
        }

        return bytes;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task ServeAsync(CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        using var socket = await listener.AcceptSocketAsync(cancellationToken);
        socket.NoDelay = true;
        var bytes = new byte[Most];
        new Random(1).NextBytes(bytes);
        var length = new byte[sizeof(int)];
        while (await socket.ReceiveAsync(length, cancellationToken) == length.Length)
        {
            var left = BinaryPrimitives.ReadInt32LittleEndian(length);
            for (var at = 0; at < left;)
            {
                at += await socket.SendAsync(bytes.AsMemory(at, Math.Min(AtOnce, left - at)), cancellationToken);
            }
        }
    }
}
