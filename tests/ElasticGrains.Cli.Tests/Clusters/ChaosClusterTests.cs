using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Cli.Tests.Clusters;

/// <summary>A cluster of <c>eg up</c> that somebody has said may be broken.</summary>
public sealed class ChaosClusterTests
{
    [LinuxFact("the silos are stopped by signals")]
    public async Task Chaos_OnALabelledCluster_BreaksItAndItHealsItself()
    {
        using var scratch = new Scratch();
        await using var up = Eg.Start(scratch, "up", "--silos", "3", "--slots", "1", "--allow-chaos");
        await Eventually.HoldsAsync(
            async () =>
            {
                Assert.False(up.HasEnded, "eg up has ended");
                return await Eg.RunAsync(scratch, "silo", "list", "-o", "json") is { ExitCode: 0 } silos
                    && silos.Json.EnumerateArray().Count(silo => silo.GetProperty("state").GetString() == "active") == 3;
            },
            "three silos are active");

        (await Eg.RunAsync(scratch, "chaos", "--state", ".eg/cluster", "--faults", "database")).Says(2, "--faults: database is not possible here: the database is that of 'eg up'");
        var run = await Eg.RunAsync(
            scratch, "chaos", "--state", ".eg/cluster", "--seed", "1", "--minutes", "0.3", "--every", "4s", "--faults", "kill,drain,join", "--workload", "squares,stream,waits", "--no-quiet", "-o", "json");

        Assert.True(run.ExitCode == 0, run.Error + run.Out);
        Assert.True(run.Json.GetProperty("counts").GetProperty("kill").GetInt32() > 0, run.Out);
        Assert.Empty(run.Json.GetProperty("findings").EnumerateArray());
        await up.SignalAsync("INT");
        var ended = await up.WaitAsync();
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("is started in its place", ended.Error, StringComparison.Ordinal);
    }
}
