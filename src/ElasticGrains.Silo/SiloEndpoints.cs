using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;

namespace ElasticGrains.Silo;

/// <summary>Where a silo listens, and where others find it.</summary>
internal static class SiloEndpoints
{
    public static void Configure(EndpointOptions options, SiloSettings settings)
    {
        var (siloPort, gatewayPort) = Ports(settings);
        options.AdvertisedIPAddress = settings.Advertised;
        options.SiloPort = siloPort;
        options.GatewayPort = gatewayPort;
        options.SiloListeningEndpoint = new IPEndPoint(settings.Listen, siloPort);
        options.GatewayListeningEndpoint = new IPEndPoint(settings.Listen, gatewayPort);
    }

    /// <summary>Free ports where any will do; held together so that they differ.</summary>
    private static (int Silo, int Gateway) Ports(SiloSettings settings)
    {
        using var silo = Listen(settings);
        using var gateway = Listen(settings);
        return (settings.SiloPort == 0 ? PortOf(silo) : settings.SiloPort, settings.GatewayPort == 0 ? PortOf(gateway) : settings.GatewayPort);
    }

    private static TcpListener Listen(SiloSettings settings)
    {
        var listener = new TcpListener(settings.Listen, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
