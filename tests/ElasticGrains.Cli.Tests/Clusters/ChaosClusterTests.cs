using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Cli.Tests.Clusters;

/// <summary>A cluster of <c>eg up</c> that somebody has said may be broken.</summary>
public sealed class ChaosClusterTests() : RunningCluster(3, "--silos", "3", "--slots", "1", "--allow-chaos")
{
    [LinuxFact("the silos are stopped by signals")]
    public async Task Chaos_OnALabelledCluster_BreaksItAndItHealsItself()
    {
        (await RunAsync("chaos", "--state", ".eg/cluster", "--faults", "database")).Says(2, "--faults: database is not possible here: the database is that of 'eg up'");
        var run = await RunAsync(
            "chaos", "--state", ".eg/cluster", "--seed", "1", "--minutes", "0.3", "--every", "4s", "--faults", "kill,drain,join", "--workload", "squares,stream,waits", "--no-quiet", "-o", "json");

        Assert.True(run.ExitCode == 0, run.Error + run.Out);
        Assert.True(run.Json.GetProperty("counts").GetProperty("kill").GetInt32() > 0, run.Out);
        Assert.Empty(run.Json.GetProperty("findings").EnumerateArray());
        await Up.HasSaidAsync("is started in place of one that has ended");
    }
}
