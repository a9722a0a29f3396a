using System.Net;
using ElasticGrains.Client;

namespace ElasticGrains.Silo;

/// <summary>
/// A silo of a cluster, as configuration describes it: section <c>ElasticGrains</c>, or the environment (<c>ElasticGrains__Slots=4</c>).
/// </summary>
public sealed class SiloSettings : ClusterSettings
{
    /// <summary>The silo's name; each start adds a few characters of its own to it. Default: <c>silo</c>.</summary>
    public string Name { get; set; } = "silo";

    /// <summary>The number of compute slots. Default: the number of processors less one for the rest of the silo, at least 1.</summary>
    public int Slots { get; set; } = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>The address on which the silo listens. Default: loopback.</summary>
    public string ListenAddress { get; set; } = IPAddress.Loopback.ToString();

    /// <summary>The address that others are told. Default: that on which it listens.</summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>The port for other silos, 0 for any. Default: 11111.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port for clients, 0 for any. Default: 30000.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>True (the default) to create or upgrade the schema at start; false to refuse one that is not ready.</summary>
    public bool MigrateSchema { get; set; } = true;

    /// <summary>A directory for logs of everything that the grid's state machines are told; null (the default) records nothing.</summary>
    public string? RecordEventsTo { get; set; }

    internal IPAddress Listen => IPAddress.Parse(ListenAddress);

    internal IPAddress Advertised => AdvertisedAddress is { } address ? IPAddress.Parse(address) : Listen;

    /// <inheritdoc/>
    protected override IEnumerable<string> Problems()
    {
        foreach (var problem in base.Problems())
        {
            yield return problem;
        }

        if (Slots < 1)
        {
            yield return $"{nameof(Slots)} is {Slots}; it must be at least 1.";
        }

        if (string.IsNullOrWhiteSpace(Name))
        {
            yield return $"{nameof(Name)} must not be empty.";
        }

        foreach (var (name, value) in new[] { (nameof(ListenAddress), ListenAddress), (nameof(AdvertisedAddress), AdvertisedAddress) })
        {
            if (value is not null && !IPAddress.TryParse(value, out _))
            {
                yield return $"{name} is '{value}'; it must be an IP address.";
            }
        }

        if (IPAddress.TryParse(AdvertisedAddress ?? ListenAddress, out var told) && (told.Equals(IPAddress.Any) || told.Equals(IPAddress.IPv6Any)))
        {
            yield return $"{nameof(AdvertisedAddress)} is missing: others cannot reach a silo at {told}.";
        }

        foreach (var (name, port) in new[] { (nameof(SiloPort), SiloPort), (nameof(GatewayPort), GatewayPort) })
        {
            if (port is < 0 or > ushort.MaxValue)
            {
                yield return $"{name} is {port}; it must be between 0 and {ushort.MaxValue}.";
            }
        }
    }
}
