using ElasticGrains.Testing.Simulation;

namespace ElasticGrains.Simulation;

/// <summary>
/// Faults that were really made, and a seed that shows each: broken again, the rule is noticed in that seed; as it is meant, nothing is found. Where a change of
/// the simulation makes a seed do something else, the test says so: then take the next seed that <see cref="MutantTests"/> prints for the rule.
/// </summary>
public class RegressionTests
{
    /// <summary>The name of the planted defect that is the fault again, and the seed.</summary>
    public static TheoryData<string, long> Seeds => new()
    {
        { "the word that begins an attempt is said once, also to a silo that leaves", 18 }, // docs/decisions/0023-said-until-heard.md
        { "a later writer starts a shard before the ledger has its grant", 10 }, // docs/decisions/0020-in-place.md
    };

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Simulation_FaultThatWasMade_IsNoticedInItsSeedAndMended(string name, long seed)
    {
        var mutant = MutantTests.Find(name);

        Assert.False(mutant.Run(seed).IsSound, $"Seed {seed} does not show any more that '{name}': run the tests of planted defects, which print the seeds that do.");
        Assert.True((mutant with { Job = null, Shard = null, Ledger = null, Manager = null, Profile = mutant.Profile with { Defect = WorldDefect.None } }).Run(seed) is { IsSound: true });
    }
}
