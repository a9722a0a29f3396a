using System.Diagnostics;
using System.Globalization;
using ElasticGrains.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ElasticGrains.Peers.Bare;

/// <summary>
/// The floor of <c>eg bench submit</c>: what two silo processes can do at most when every job is a fresh grain that has another fresh grain
/// compute. No slots, no checks, no attempts; durable only by two rows, or not at all.
/// </summary>
internal static class BareBench
{
    private const int FirstPort = 21_111;
    private const int FirstGateway = 31_111;
    private const int Silos = 2;

    public static async Task RunAsync(int jobs, int clients, int rounds, TextWriter output, CancellationToken cancellationToken)
    {
        foreach (var isDurable in (bool[])[false, true])
        {
            var directory = Directory.CreateTempSubdirectory("eg-peers-");
            var database = isDurable ? await DevelopmentServer.StartAsync(directory.FullName, durable: true, cancellationToken) : null;
            try
            {
                await MeasureAsync(jobs, clients, rounds, database?.ConnectionString, output, cancellationToken);
            }
            finally
            {
                await (database?.StopAsync(immediately: true, CancellationToken.None) ?? Task.CompletedTask);
                directory.Delete(recursive: true);
            }
        }
    }

    private static async Task MeasureAsync(int jobs, int clients, int rounds, string? connectionString, TextWriter output, CancellationToken cancellationToken)
    {
        if (connectionString is not null)
        {
            await using var source = NpgsqlDataSource.Create(connectionString);
            await using var create = source.CreateCommand(BareWriter.Table);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        var silos = new List<Process>();
        try
        {
            for (var silo = 0; silo < Silos; silo++)
            {
                silos.Add(await BareSilo.StartAsync(FirstPort + silo, FirstGateway + silo, FirstPort, connectionString, cancellationToken));
            }

            using var host = await ConnectAsync(cancellationToken);
            var grains = host.Services.GetRequiredService<IClusterClient>();
            var kind = connectionString is null ? "nothing durable" : "two rows durable";
            await output.WriteLineAsync($"{jobs} bare jobs by {clients} clients, {kind}: warming up");
            await RunAsync(grains, jobs, clients);
            var rates = new List<double>();
            for (var round = 1; round <= rounds; round++)
            {
                var began = Stopwatch.GetTimestamp();
                await RunAsync(grains, jobs, clients);
                rates.Add(jobs / Stopwatch.GetElapsedTime(began).TotalSeconds);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"round {round}, {kind}: {rates[^1]:0} jobs/s"));
            }

            await host.StopAsync(cancellationToken);
        }
        finally
        {
            foreach (var silo in silos)
            {
                await ServingChild.StopAsync(silo, CancellationToken.None);
            }
        }
    }

    private static async Task<IHost> ConnectAsync(CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleansClient(client => client.UseLocalhostClustering(
            gatewayPorts: [.. Enumerable.Range(FirstGateway, Silos)], serviceId: "dev", clusterId: "dev"));
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return host;
    }

    private static async Task RunAsync(IClusterClient grains, int jobs, int clients)
    {
        var left = jobs;
        var expected = SquaresJob.Sum(SquaresJob.Items);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                if (await grains.GetGrain<IBareJob>($"job-{Guid.NewGuid():N}").RunAsync(SquaresJob.Items) != expected)
                {
                    throw new InvalidOperationException("The figure is void: a job gave another answer.");
                }
            }
        }));
    }
}
