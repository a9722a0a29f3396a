using ElasticGrains.Ledger;
using ElasticGrains.Shards;
using ElasticGrains.Testing.Simulation;

namespace ElasticGrains.Simulation;

public class SimulationTests
{
    private const int Seeds = 400;

    /// <summary>Jobs of one shard: where the slot is on their own silo they run in their own activation.</summary>
    internal static readonly SimulationProfile Whole = SimulationProfile.Standard with { MinShards = 1, MaxShards = 1 };

    public static TheoryData<string> Profiles => ["standard", "splitting", "killing", "calm", "orderly", "whole", "killing whole"];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Simulation_SoundRules_FindsNothing(string profile) =>
        Assert.All(Enumerable.Range(1, Seeds).Select(seed => Simulator.Run(seed, Profile(profile))), result => Assert.True(result.IsSound, result.ToString()));

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Simulation_SameSeed_DoesTheSame(string profile)
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var first = Simulator.Run(seed, Profile(profile));
            var second = Simulator.Run(seed, Profile(profile));
            Assert.Equal((first.Hash, first.Steps, first.SimulatedTime), (second.Hash, second.Steps, second.SimulatedTime));
        }
    }

    [Fact]
    public void Simulation_OtherSeeds_DoOtherThings() =>
        Assert.Equal(20, Enumerable.Range(1, 20).Select(seed => Simulator.Run(seed).Hash).Distinct().Count());

    [Fact]
    public void Simulation_ManySeeds_HaveRunsOfShards() =>
        Assert.InRange(Enumerable.Range(1, 20).Count(seed => Simulator.Run(seed).Runs > 0), 5, 20);

    [Fact]
    public void Simulation_Calm_AllJobsSucceedWithoutWaste()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var result = Simulator.Run(seed, SimulationProfile.Calm);
            Assert.Equal((result.Jobs, result.Committed, 0), (result.Succeeded, result.Computed, result.Faults));
        }
    }

    [Fact]
    public void Simulation_DrainsAndMovesInFairWeather_AllJobsSucceedWithoutWaste()
    {
        var results = Enumerable.Range(1, Seeds).Select(seed => Simulator.Run(seed, SimulationProfile.Orderly)).ToList();

        Assert.All(results, result => Assert.True(result.IsSound, result.ToString()));
        Assert.All(results, result => Assert.Equal((result.Jobs, result.Committed), (result.Succeeded, result.Computed)));
        Assert.InRange(results.Sum(result => result.Moves), Seeds, int.MaxValue);
        Assert.InRange(results.Count(result => result.TakeOvers > 0), Seeds / 10, Seeds);
    }

    [Fact]
    public void Simulation_AnItemKillsItsSilo_IsGivenUpAfterFewDeaths()
    {
        var results = Enumerable.Range(1, Seeds).Select(seed => Simulator.Run(seed, SimulationProfile.Calm with { Killers = 1 })).ToList();

        Assert.All(results, result => Assert.True(result.IsSound, result.ToString()));
        Assert.All(results, result => Assert.InRange(result.MostKills, 3, 8));
        Assert.InRange(results.Count(result => result.MostKills <= 4), Seeds * 9 / 10, Seeds);
    }

    [Fact]
    public void Simulation_ManySeeds_VisitEveryCase()
    {
        var visited = Enumerable.Range(1, Seeds)
            .SelectMany(seed => Simulator.Run(seed).Cases.Concat(Simulator.Run(seed, SimulationProfile.Splitting).Cases))
            .ToHashSet();

        Assert.Empty(Names<CommitStatus>().Concat(Names<ReportStatus>()).Concat(Names<AttemptEnd>()).Concat(Names<AppendStatus>()).Except(visited));
        Assert.Superset(new HashSet<string> { "JobPhase.Succeeded", "JobPhase.Failed", "JobPhase.Cancelled", "ShardPlace.Grain", "ShardPlace.Job" }, visited);
        Assert.Equal(4, visited.Count(name => name.StartsWith("OrderKind.", StringComparison.Ordinal)));
        Assert.Equal(16, visited.Count(name => name.StartsWith("FaultKind.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Simulation_Problem_TellsItsStory()
    {
        var result = Enumerable.Range(1, 100)
            .Select(seed => Simulator.Run(seed, SimulationProfile.Standard, shardRules: new BelievesInAdoption()))
            .First(result => !result.IsSound);

        Assert.InRange(result.Story.Count, 20, 100);
        Assert.Contains(result.Story, line => line.Contains("-> SendCommit", StringComparison.Ordinal));
        Assert.StartsWith($"Seed {result.Seed}: {result.Problem}", result.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(name => $"{typeof(T).Name}.{name}");

    private static SimulationProfile Profile(string name) => name switch
    {
        "standard" => SimulationProfile.Standard,
        "splitting" => SimulationProfile.Splitting,
        "killing" => SimulationProfile.Killing,
        "whole" => Whole,
        "killing whole" => SimulationProfile.Killing with { MinShards = 1, MaxShards = 1 },
        "orderly" => SimulationProfile.Orderly,
        _ => SimulationProfile.Calm,
    };
}
