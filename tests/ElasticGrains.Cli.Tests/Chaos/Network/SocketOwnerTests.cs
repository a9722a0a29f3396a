using System.Net;
using System.Net.Sockets;
using ElasticGrains.Cli.Chaos.Network;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Cli.Tests.Chaos.Network;

/// <summary>Whose a connection is, by the kernel's tables.</summary>
public sealed class SocketOwnerTests
{
    [LinuxFact("/proc is Linux's")]
    public async Task Find_OfAConnectionOfThisProcess_IsThisProcess()
    {
        using var listener = new TcpListener(IPAddress.Parse("127.2.3.4"), 0);
        listener.Start();
        using var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var accepted = await listener.AcceptSocketAsync();
        var from = (IPEndPoint)accepted.RemoteEndPoint!;

        Assert.Equal(Environment.ProcessId, SocketOwner.Find(from, [1, Environment.ProcessId]));
        Assert.Null(SocketOwner.Find(from, []));
        Assert.Null(SocketOwner.Find(new IPEndPoint(IPAddress.Parse("127.2.3.5"), from.Port), [Environment.ProcessId]));
    }

    [Fact]
    public void InodeOf_ALineOfTheTable_IsItsNumber()
    {
        string[] table =
        [
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 111 1 0000000000000000 100 0 0 10 0",
            "   1: 0100007F:C350 04030202:1F90 01 00000000:00000000 00:00000000 00000000  1000        0 222 1 0000000000000000 20 4 30 10 -1",
        ];
        Assert.Equal("222", SocketOwner.InodeOf(table, new IPEndPoint(IPAddress.Loopback, 50_000)));
        Assert.Null(SocketOwner.InodeOf(table, new IPEndPoint(IPAddress.Loopback, 50_001)));
        Assert.Null(SocketOwner.InodeOf(table, new IPEndPoint(IPAddress.Parse("127.2.2.3"), 8080)));
    }
}
