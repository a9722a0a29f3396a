using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ElasticGrains.Silo;

/// <summary>The address under which others find a silo, from what its settings say.</summary>
internal static class HostAddress
{
    /// <summary>Stands for the first address of this machine that others can reach.</summary>
    public const string Auto = "auto";

    /// <summary>An IP address as it is; else one of the family on which the silo listens.</summary>
    /// <exception cref="ArgumentException">There is none: the message says why.</exception>
    public static IPAddress Find(string text, IPAddress listen)
    {
        if (IPAddress.TryParse(text, out var literal))
        {
            return literal;
        }

        return text.Equals(Auto, StringComparison.OrdinalIgnoreCase)
            ? Choose(OfThisMachine(), listen) ?? throw new ArgumentException("no network interface has an address that others can reach.")
            : Choose(LookUp(text), listen) ?? throw new ArgumentException("the name leads to no address that others can reach.");
    }

    /// <summary>The first of the family that others can reach; a loopback address only for a silo that listens on loopback itself.</summary>
    internal static IPAddress? Choose(IEnumerable<IPAddress> addresses, IPAddress listen) =>
        addresses.FirstOrDefault(address => address.AddressFamily == listen.AddressFamily
            && IPAddress.IsLoopback(address) == IPAddress.IsLoopback(listen) && !IsLinkLocal(address));

    // Nobody gave these out (RFC 3927): the network is not configured.
    private static bool IsLinkLocal(IPAddress address) => address.IsIPv6LinkLocal || address.GetAddressBytes() is [169, 254, _, _];

    private static IEnumerable<IPAddress> OfThisMachine() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address);

    private static IPAddress[] LookUp(string name)
    {
        try
        {
            return Dns.GetHostAddresses(name);
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            throw new ArgumentException($"it is neither an IP address nor '{Auto}', and as a host name it cannot be looked up ({error.Message}).", error);
        }
    }
}
