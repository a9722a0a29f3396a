using ElasticGrains.Cli.Chaos;
using ElasticGrains.Cli.Chaos.Faults;
using ElasticGrains.Cli.Chaos.Workloads;
using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests.Chaos;

/// <summary>What <c>eg chaos</c> refuses, and the command that it prints.</summary>
public sealed class ChaosCommandTests
{
    private static readonly ChaosSettings Settings = new(
        null, 4, 2, TimeSpan.FromMinutes(1.5), TimeSpan.FromSeconds(8), 7, null, Enum.GetValues<WorkloadKind>(), Quiet: true);

    [Theory]
    [InlineData("--minutes 0", "--minutes: '0' is not allowed; give 0.1 to 10,080 minutes")]
    [InlineData("--minutes soon", "--minutes: 'soon' is not allowed")]
    [InlineData("--seed -1", "--seed: -1 is not allowed; give 0 or more")]
    [InlineData("--every 1ms", "--every: 1ms is not allowed; give 100ms to 1h00m")]
    [InlineData("--faults kill,quake", "--faults: 'quake' is not allowed; give some of kill, freeze, drain, join, cut, database, all, with commas between them")]
    [InlineData("--workload words,", "--workload: '' is not allowed; give some of words, squares, pi, waits, stream")]
    [InlineData("--silos 1", "--silos: 1 is not allowed; give 2 to 64")]
    [InlineData("--state somewhere --silos 3", "--silos and --slots are those of a cluster of its own")]
    public async Task Options_ThatMakeNoSense_AreRefused(string options, string says)
    {
        using var scratch = new Scratch();
        (await Eg.RunAsync(scratch, ["chaos", .. options.Split(' ')])).Says(2, says);
    }

    [Fact]
    public async Task State_WithoutACluster_IsRefused()
    {
        using var scratch = new Scratch();
        (await Eg.RunAsync(scratch, "chaos", "--state", "nowhere")).Says(3, "There is no cluster in", "nowhere", "eg up");
    }

    [Fact]
    public void Kinds_AskedForThatAreNotPossible_AreRefusedWithTheReason()
    {
        var refused = Assert.Throws<EgException>(() => ChaosRun.KindsOf(
            Settings with { Faults = [FaultKind.Kill, FaultKind.Cut] }, new Dictionary<FaultKind, string> { [FaultKind.Cut] = "nothing lies between" }));
        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Equal("--faults: cut is not possible here: nothing lies between.", refused.Message);
    }

    [Fact]
    public void Kinds_NotAskedFor_AreAllThatArePossibleButAll() => Assert.Equal(
        [FaultKind.Kill, FaultKind.Freeze, FaultKind.Drain, FaultKind.Join, FaultKind.Database],
        ChaosRun.KindsOf(Settings, new Dictionary<FaultKind, string> { [FaultKind.Cut] = "nothing lies between" }));

    [Fact]
    public void Again_OfSettings_NamesWhatIsNotUsual()
    {
        Assert.Equal("eg chaos --seed 7 --minutes 1.5 --every 8s --silos 4 --slots 2", Settings.Again);
        Assert.Equal(
            "eg chaos --seed 7 --minutes 1.5 --every 8s --silos 4 --slots 2 --faults kill,all --workload waits --no-quiet",
            (Settings with { Faults = [FaultKind.Kill, FaultKind.All], Workloads = [WorkloadKind.Waits], Quiet = false }).Again);
    }
}
