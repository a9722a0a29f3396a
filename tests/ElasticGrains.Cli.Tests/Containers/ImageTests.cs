using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.Versioning;
using ElasticGrains.Hosting;
using ElasticGrains.Security;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Tests.Shared;
using Npgsql;

namespace ElasticGrains.Cli.Tests.Containers;

/// <summary>The images, built and started without a container engine as their Dockerfiles and docker-compose.yml say, on a real database.</summary>
[SupportedOSPlatform("linux")]
public sealed class ImageTests(SiloImage built) : IClassFixture<SiloImage>
{
    private const string Cluster = "elasticgrains";
    private readonly string _token = ClusterToken.Fresh();

    [LinuxFact("images are of Linux")]
    public async Task Silo_AsItsImageStartsIt_IsReadyAndStopsOnSigterm()
    {
        var database = await TestPostgres.DatabaseAsync();
        var service = built.Compose.Services["silo"];
        using var health = HeldPort.Any(IPAddress.Loopback);
        using var silo = StartSilo(database, health.Number);

        await IsHealthyAsync(silo, service);
        using (var client = new HttpClient())
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"http://127.0.0.1:{health.Number}/readyz")).StatusCode);
        }

        await silo.TerminateAsync(service.Grace);
        Assert.True(silo.ExitCode == 0, silo.Log);
        Assert.NotEqual(0, await silo.ExecuteAsync(service.Healthcheck!.Command));
        await using var store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = database });
        Assert.Equal(MemberStatus.Dead, Assert.Single(await new PostgresMembership(store).ReadAsync(Cluster)).Status);
    }

    [LinuxFact("images are of Linux")]
    public async Task Web_AsItsImageStartsIt_IsHealthyAndStopsOnSigterm()
    {
        var database = await TestPostgres.DatabaseAsync();
        var service = built.Compose.Services["web"];
        using var health = HeldPort.Any(IPAddress.Loopback);
        using var silo = StartSilo(database, health.Number);
        await IsHealthyAsync(silo, built.Compose.Services["silo"]);
        using var port = HeldPort.Any(IPAddress.Loopback);
        using var web = Start(await built.BuildAsync("web"), service, database, ("ASPNETCORE_URLS", $"http://127.0.0.1:{port.Number}"));

        await IsHealthyAsync(web, service, ("8080", $"{port.Number}"));

        await web.TerminateAsync(service.Grace);
        Assert.True(web.ExitCode == 0, web.Log);
    }

    private Container StartSilo(string database, int health) => Start(
        built.Image!,
        built.Compose.Services["silo"],
        database,
        [
            ("ElasticGrains__SiloPort", "0"),
            ("ElasticGrains__GatewayPort", "0"),
            ("ElasticGrains__HealthUrls", $"http://127.0.0.1:{health}"),
            .. NetworkInterface.GetIsNetworkAvailable() ? [] : new[] { ("ElasticGrains__AdvertisedAddress", "127.0.0.1") },
        ]);

    // As the Compose file says, but for what this machine has instead: the server, and ports that others may have taken.
    private Container Start(Image image, ComposeService service, string database, params IEnumerable<(string Key, string Value)> instead)
    {
        var connection = new NpgsqlConnectionStringBuilder(database);
        var secrets = new Dictionary<string, string> { ["database_password"] = connection.Password + "\n", ["cluster_token"] = _token + "\n" };
        connection.Password = null;
        var environment = new Dictionary<string, string>(service.Environment) { ["ElasticGrains__ConnectionString"] = connection.ToString() };
        foreach (var (key, value) in instead)
        {
            environment[key] = value;
        }

        return Container.Start(image, environment, secrets.Where(secret => service.Secrets.Contains(secret.Key)).ToDictionary());
    }

    private static Task IsHealthyAsync(Container container, ComposeService service, params (string From, string To)[] instead) => Eventually.HoldsAsync(
        async () =>
        {
            Assert.False(container.HasExited, container.Log);
            return await container.ExecuteAsync(service.Healthcheck!.Command.Select(part => instead.Aggregate(part, (text, change) => text.Replace(change.From, change.To)))) == 0;
        },
        "the container is healthy");
}
