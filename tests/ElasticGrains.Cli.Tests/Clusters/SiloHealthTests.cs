using System.Net;
using System.Net.Sockets;
using ElasticGrains.Cli.Clusters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace ElasticGrains.Cli.Tests.Clusters;

public sealed class SiloHealthTests
{
    [Fact]
    public async Task Health_OfAReadySilo_IsNoError()
    {
        await using var silo = await ServeAsync(HttpStatusCode.OK);
        await SiloHealth.AskAsync(silo.Urls.Single(), CancellationToken.None);
    }

    [Fact]
    public async Task Health_OfASiloThatIsNotReady_IsAnError()
    {
        await using var silo = await ServeAsync(HttpStatusCode.ServiceUnavailable);
        var error = await Assert.ThrowsAsync<EgException>(() => SiloHealth.AskAsync(silo.Urls.Single(), CancellationToken.None));
        Assert.Equal(ExitCode.Failed, error.ExitCode);
        Assert.Contains("answers 503", error.Message);
    }

    [Fact]
    public async Task Health_WhereNothingListens_IsAnError()
    {
        // Bound and not listening: nobody else gets the port meanwhile.
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var error = await Assert.ThrowsAsync<EgException>(() => SiloHealth.AskAsync($"http://{closed.LocalEndPoint}", CancellationToken.None));
        Assert.Equal(ExitCode.Failed, error.ExitCode);
        Assert.Contains("does not answer", error.Message);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8081", "http://127.0.0.1:8081/readyz")]
    [InlineData("http://+:81", "http://127.0.0.1:81/readyz")]
    [InlineData("http://*:81;http://silo:82", "http://127.0.0.1:81/readyz")]
    [InlineData("http://0.0.0.0:81", "http://127.0.0.1:81/readyz")]
    [InlineData("http://[::]:81", "http://[::1]:81/readyz")]
    [InlineData(" http://silo:82 ; http://+:81", "http://silo:82/readyz")]
    public void Health_OfUrls_IsAskedOnThisMachine(string urls, string ready) => Assert.Equal(ready, SiloHealth.ReadyAt(urls).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(";")]
    [InlineData("8081")]
    public void Health_OfNoUrl_IsAUsageError(string urls) => Assert.Equal(ExitCode.Usage, Assert.Throws<EgException>(() => SiloHealth.ReadyAt(urls)).ExitCode);

    [Fact]
    public void Urls_WithoutConfiguration_AreLoopbackOnly()
    {
        Assert.Equal("http://127.0.0.1:8081", SiloHealth.UrlsOf(Configured(null)));
        Assert.Equal("http://127.0.0.1:8081", SiloHealth.UrlsOf(Configured("")));
        Assert.Equal("http://+:9", SiloHealth.UrlsOf(Configured("http://+:9")));
    }

    private static IConfigurationRoot Configured(string? urls) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["ElasticGrains:HealthUrls"] = urls }).Build();

    private static async Task<WebApplication> ServeAsync(HttpStatusCode answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/readyz", () => Results.StatusCode((int)answer));
        await app.StartAsync();
        return app;
    }
}
