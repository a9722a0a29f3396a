using ElasticGrains.Testing.Simulation;

namespace ElasticGrains.Simulation;

/// <summary>
/// Faults that were really made, and a seed that shows each: broken again, the rule is noticed in that seed; as it is meant, nothing is found. Where a change of
/// the simulation makes a seed do something else, the test says so: then take the next seed that <see cref="MutantTests"/> prints for the rule.
/// </summary>
public class RegressionTests
{
    /// <summary>The name of the planted defect that is the fault again, and the seed. Behind it: where it is told; of some only the history tells, by the words that mended it.</summary>
    public static TheoryData<string, long> Seeds => new()
    {
        { "an attempt is stopped or fenced before the ledger has why", 1 }, // "Stop and fence attempts only once the ledger knows why"
        { "a deposed writer judges what a later one has begun", 3 }, // "Stand down when a shard shows an attempt of a later writer"; docs/decisions/0009-directory-without-hold.md
        { "a job fails for its latest failure", 1 }, // "Fail a job for what was given up, not for its latest failure"
        { "a slot that comes when its run is given up is kept", 34 }, // "Free a slot that is granted after its run was given up"
        { "a process that stands still is taken for a kernel that hangs", 19 }, // "Tell a frozen process from a hanging kernel"
        { "an attempt that hears nothing of its job never goes", 16 }, // "Tell … a deaf attempt from a working one"
        { "nobody is convicted", 1 }, // docs/decisions/0013-suspects.md
        { "a piece of a run is convicted for deaths of the whole", 22 }, // "A piece of a suspected run is given up only for a death of its own"; docs/decisions/0013-suspects.md
        { "the world KeepsUnusedSlots", 1479 }, // "Slots and places of grains that are put away are freed"
        { "a drain drops what is not committed", 3 }, // docs/decisions/0018-drain.md
        { "what was granted when its writer left is not said again", 622 }, // "A grant that became durable while its writer left is said again by the next one"
        { "the word that begins an attempt is said once, also to a silo that leaves", 18 }, // docs/decisions/0023-said-until-heard.md
        { "what is said again is refused although it may have begun", 1618 }, // docs/decisions/0023-said-until-heard.md
        { "an attempt says that nothing is begun before it has its slot", 1261 }, // docs/decisions/0023-said-until-heard.md
        { "an overtaken run speaks for the one that has overtaken it", 1261 }, // "A second run of an attempt says nothing of what the first has begun"
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
