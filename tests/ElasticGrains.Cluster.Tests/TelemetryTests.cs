using System.Diagnostics;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Diagnostics;
using ElasticGrains.Tests.Silo;

namespace ElasticGrains.Cluster.Tests;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Trace_OfAJob_LeadsFromTheClientToTheLedgerAcrossProcesses()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        await using var cluster = await TestCluster.StartAsync(silos: 2);
        await using var client = await cluster.ConnectAsync();
        using var source = new ActivitySource(Telemetry.Name);
        using var request = source.StartActivity("request")!;
        var job = await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(400, 5));
        await job.ResultAsync();

        var trace = $"trace {request.TraceId} parent ";
        var lines = cluster.Silos.SelectMany(silo => silo.Log.Split('\n')).Where(line => line.StartsWith(trace, StringComparison.Ordinal)).ToList();
        foreach (var step in new[] { "job accept", "shard attempt", "ledger append" })
        {
            Assert.Contains(lines, line => line.EndsWith(step, StringComparison.Ordinal));
        }

        Assert.All(cluster.Silos, silo => Assert.Contains(trace, silo.Log));
    }
}
