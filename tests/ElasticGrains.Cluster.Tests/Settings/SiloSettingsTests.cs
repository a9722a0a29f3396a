using System.Net;
using System.Net.Sockets;
using ElasticGrains.Silo;

namespace ElasticGrains.Cluster.Tests.Settings;

public sealed class SiloSettingsTests
{
    [Theory]
    [InlineData("127.0.0.1", null, "127.0.0.1")]
    [InlineData("127.0.0.1", "", "127.0.0.1")]
    [InlineData("0.0.0.0", "10.1.2.3", "10.1.2.3")]
    [InlineData("127.0.0.1", "localhost", "127.0.0.1")]
    [InlineData("127.0.0.1", "auto", "127.0.0.1")]
    [InlineData("127.0.0.1", "AUTO", "127.0.0.1")]
    public void Advertised_AsConfigured_IsAnAddress(string listen, string? advertised, string expected)
    {
        var settings = Settings(listen, advertised);
        settings.Check();
        Assert.Equal(IPAddress.Parse(expected), settings.Advertised);
    }

    [Theory]
    [InlineData("0.0.0.0", null, "others cannot reach a silo at 0.0.0.0")]
    [InlineData("0.0.0.0", "0.0.0.0", "others cannot reach a silo at 0.0.0.0")]
    [InlineData("0.0.0.0", "localhost", "AdvertisedAddress is 'localhost': the name leads to no address that others can reach")]
    [InlineData("0.0.0.0", "no.such.name.invalid", "AdvertisedAddress is 'no.such.name.invalid': it is neither an IP address nor 'auto'")]
    [InlineData("localhost", null, "ListenAddress is 'localhost'; it must be an IP address")]
    public void Advertised_ThatNobodyCanReach_IsRefused(string listen, string? advertised, string problem) =>
        Assert.Contains(problem, Assert.Throws<ArgumentException>(Settings(listen, advertised).Check).Message);

    [Theory]
    [InlineData("0.0.0.0", "10.1.2.3", "127.0.0.1", "10.1.2.3", "10.1.2.4")]
    [InlineData("0.0.0.0", "10.1.2.3", "::1", "fd00::1", "169.254.7.7", "10.1.2.3")]
    [InlineData("10.1.2.9", "10.1.2.3", "127.0.1.1", "10.1.2.3")]
    [InlineData("::", "fd00::1", "10.1.2.3", "::1", "fe80::1", "fd00::1")]
    [InlineData("127.0.0.1", "127.0.1.1", "10.1.2.3", "127.0.1.1")]
    [InlineData("0.0.0.0", null, "127.0.0.1", "169.254.7.7", "fd00::1")]
    [InlineData("0.0.0.0", null)]
    public void Address_AmongSeveral_IsTheFirstThatOthersReach(string listen, string? expected, params string[] addresses) =>
        Assert.Equal(expected, HostAddress.Choose(addresses.Select(IPAddress.Parse), IPAddress.Parse(listen))?.ToString());

    // Where there is no network, there is nothing to advertise: then that is what it says.
    [Fact]
    public void Auto_OnThisMachine_IsAnAddressThatCanBeBound()
    {
        IPAddress found;
        try
        {
            found = HostAddress.Find("auto", IPAddress.Any);
        }
        catch (ArgumentException error)
        {
            Assert.Contains("no network interface", error.Message);
            return;
        }

        Assert.False(IPAddress.IsLoopback(found));
        using var listener = new TcpListener(found, 0);
        listener.Start();
    }

    private static SiloSettings Settings(string listen, string? advertised) => new()
    {
        ConnectionString = "Host=database",
        Token = new string('a', 64),
        ListenAddress = listen,
        AdvertisedAddress = advertised,
    };
}
