using System.Net;
using System.Net.Sockets;

namespace ElasticGrains.Runtime.Hosting;

/// <summary>Ports for a silo that does not care which.</summary>
public static class FreePorts
{
    /// <summary>Two ports of an address that are free now; held together so that they differ.</summary>
    public static (int Silo, int Gateway) Two(IPAddress address)
    {
        using var silo = Listen(address);
        using var gateway = Listen(address);
        return (PortOf(silo), PortOf(gateway));
    }

    private static TcpListener Listen(IPAddress address)
    {
        var listener = new TcpListener(address, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
