using System.Net;
using System.Net.Sockets;
using ElasticGrains.Hosting;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Runtime.Tests.Hosting;

public class HeldPortTests
{
    [Fact]
    public async Task Port_WhileHeld_CanBeListenedOn()
    {
        using var port = HeldPort.Any(IPAddress.Loopback);
        using var listener = new TcpListener(IPAddress.Loopback, port.Number);
        listener.Start();

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port.Number);
        using var accepted = await listener.AcceptTcpClientAsync();
        port.Dispose();
        await accepted.Client.SendAsync(new byte[] { 7 });
        var received = new byte[1];
        await client.GetStream().ReadExactlyAsync(received);

        Assert.Equal(7, received[0]);
    }

    [Fact]
    public void Ports_HeldTogether_Differ()
    {
        var ports = Enumerable.Range(0, 100).Select(_ => HeldPort.Any(IPAddress.Loopback)).ToList();
        ports.ForEach(port => port.Dispose());

        Assert.Equal(100, ports.Select(port => port.Number).Distinct().Count());
    }

    // Some half of the ports that the system chooses from are tried: a port that is only looked up comes up again in nine runs of ten.
    [LinuxFact("elsewhere ports are only looked up")]
    public void Port_WhileHeld_IsGivenToNobodyWhoAsksForAny()
    {
        using var port = HeldPort.Any(IPAddress.Loopback);
        for (var i = 0; i < 30_000; i++)
        {
            using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Assert.NotEqual(port.Number, ((IPEndPoint)other.LocalEndPoint!).Port);
        }
    }

    [Fact]
    public void TryHold_WhereSomebodyListens_IsNull()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.Null(HeldPort.TryHold(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port));
    }

    [Fact]
    public void TryHold_OfAFreePort_HoldsIt()
    {
        int number;
        using (var free = HeldPort.Any(IPAddress.Loopback))
        {
            number = free.Number;
        }

        using var held = HeldPort.TryHold(IPAddress.Loopback, number);
        Assert.Equal(number, held?.Number);
    }
}
