using ElasticGrains.Testing.Simulation;

namespace ElasticGrains.Simulation;

/// <summary>Idle slots take half of what the slowest attempt has left, again and again, until nothing is worth it: who is slow does not decide when a job ends.</summary>
public class StragglerTests
{
    private const int Seeds = 200;

    // Of what an even share on slots that are always busy would take.
    private const double AtMost = 1.3;

    // The first second of a grid (silos report, a job is woken, attempts say that they run), and the last commit with the answer.
    private static readonly TimeSpan BeginAndEnd = TimeSpan.FromSeconds(1.5);

    public static TheoryData<int, int> Unevenness => new() { { 10, 1 }, { 1, 5 }, { 10, 5 } };

    [Theory]
    [MemberData(nameof(Unevenness))]
    public void Makespan_ItemsOrSilosDiffer_IsNearTheIdeal(int dearBy, int slowBy)
    {
        var results = Run(SimulationProfile.Uneven with { DearBy = dearBy, SlowBy = slowBy });

        Assert.All(results, result => Assert.True(result.IsSound, result.ToString()));
        Assert.All(results, result => Assert.Equal((result.Jobs, result.Committed), (result.Succeeded, result.Computed)));
        Assert.All(results, result => Assert.True(
            result.Makespan <= (result.Ideal * AtMost) + result.LongestItem + BeginAndEnd,
            $"Seed {result.Seed}: {result.Makespan}, ideal {result.Ideal}, {result.Makespan / result.Ideal:0.00} times; the longest item takes {result.LongestItem}; {result.Splits} splits."));
    }

    [Fact]
    public void Makespan_OfManySeeds_IsMostlyNearer()
    {
        var ratios = Run(SimulationProfile.Uneven).Select(result => result.Makespan / result.Ideal).Order().ToList();

        Assert.InRange(ratios[Seeds / 2], 0.5, 1.15);
    }

    private static List<SimulationResult> Run(SimulationProfile profile) => [.. Enumerable.Range(1, Seeds).Select(seed => Simulator.Run(seed, profile))];
}
