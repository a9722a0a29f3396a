using System.Net;
using ElasticGrains.Runtime.Hosting;
using Orleans.Configuration;

namespace ElasticGrains.Silo;

/// <summary>Where a silo listens, and where others find it.</summary>
internal static class SiloEndpoints
{
    public static void Configure(EndpointOptions options, SiloSettings settings)
    {
        var (freeForSilo, freeForGateway) = FreePorts.Two(settings.Listen);
        var siloPort = settings.SiloPort == 0 ? freeForSilo : settings.SiloPort;
        var gatewayPort = settings.GatewayPort == 0 ? freeForGateway : settings.GatewayPort;
        options.AdvertisedIPAddress = settings.Advertised;
        options.SiloPort = siloPort;
        options.GatewayPort = gatewayPort;
        options.SiloListeningEndpoint = new IPEndPoint(settings.Listen, siloPort);
        options.GatewayListeningEndpoint = new IPEndPoint(settings.Listen, gatewayPort);
    }
}
