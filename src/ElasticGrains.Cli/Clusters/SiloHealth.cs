using System.Net;
using ElasticGrains.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace ElasticGrains.Cli.Clusters;

/// <summary>Where a silo of this program tells its health, and the question: images without a shell have no other program to ask it.</summary>
internal static class SiloHealth
{
    internal const string Setting = "HealthUrls";
    internal const string Loopback = "http://127.0.0.1:8081";

    // Orchestrators ask every few seconds; an answer that takes longer is none.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static string UrlsOf(IConfiguration configuration) => configuration[$"{ClusterSettings.Section}:{Setting}"] is { Length: > 0 } urls ? urls : Loopback;

    /// <summary>Asks the silo that the environment of this process configures.</summary>
    /// <exception cref="EgException">It is not ready.</exception>
    public static Task AskAsync(CancellationToken cancellationToken) =>
        AskAsync(UrlsOf(new ConfigurationBuilder().AddEnvironmentVariables().Build()), cancellationToken);

    public static async Task AskAsync(string urls, CancellationToken cancellationToken)
    {
        var ready = ReadyAt(urls);

        // The silo is on this machine, wherever a proxy may be.
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(ready, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                throw new EgException(ExitCode.Failed, $"not ready: {ready} answers {(int)answer.StatusCode}");
            }
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new EgException(ExitCode.Failed, $"not ready: {ready} does not answer ({error.Message})");
        }
    }

    /// <summary>The readiness of the silo that listens on these URLs, seen from this machine.</summary>
    internal static Uri ReadyAt(string urls)
    {
        try
        {
            var first = BindingAddress.Parse(urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[0]);
            var host = first.Host switch { "+" or "*" or "0.0.0.0" => "127.0.0.1", "[::]" => "[::1]", var named => named };
            return new UriBuilder(first.Scheme, host, first.Port, "/readyz").Uri;
        }
        catch (Exception error) when (error is FormatException or IndexOutOfRangeException)
        {
            throw new EgException(ExitCode.Usage, $"{ClusterSettings.Section}__{Setting} is '{urls}'; it must be a URL such as {Loopback}");
        }
    }
}
