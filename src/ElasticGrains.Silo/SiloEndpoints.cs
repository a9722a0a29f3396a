using System.Net;
using ElasticGrains.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ElasticGrains.Silo;

/// <summary>Where a silo listens, and where others find it. Holds the ports that it chose itself until Orleans listens there, and after.</summary>
internal sealed class SiloEndpoints(SiloSettings settings) : IConfigureOptions<EndpointOptions>, IDisposable
{
    private readonly List<HeldPort> _held = [];

    public void Configure(EndpointOptions options)
    {
        options.AdvertisedIPAddress = settings.Advertised;
        options.SiloPort = PortFor(settings.SiloPort);
        options.GatewayPort = PortFor(settings.GatewayPort);
        options.SiloListeningEndpoint = new IPEndPoint(settings.Listen, options.SiloPort);
        options.GatewayListeningEndpoint = new IPEndPoint(settings.Listen, options.GatewayPort);
    }

    public void Dispose() => _held.ForEach(port => port.Dispose());

    private int PortFor(int wanted)
    {
        if (wanted != 0)
        {
            return wanted;
        }

        _held.Add(HeldPort.Any(settings.Listen));
        return _held[^1].Number;
    }
}
