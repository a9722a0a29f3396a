using ElasticGrains.Elasticity;

namespace ElasticGrains.Engine.Tests.Elasticity;

/// <summary>What holds of every grid that follows its signal, over random sizes, loads and limits.</summary>
public class ScaleSignalPropertyTests
{
    private const int Seeds = 200;

    [Fact]
    public void Grid_ConstantLoad_ReachesTheSizeItNeedsAndStays()
    {
        ForEachSeed((random, limits, slots) =>
        {
            var grid = new SimulatedGrid(limits, slots, random).WithSilos(random.Next(1, 15));
            var demand = random.Next(0, 60);
            Run(grid, Quiet(limits) + 60, _ => demand);

            var needed = Math.Clamp((demand + slots - 1) / slots, limits.MinSilos, limits.MaxSilos);
            Assert.Equal(needed, grid.Size);
            var before = grid.Changes;
            Run(grid, 300, _ => demand);
            Assert.Equal((needed, before), (grid.Size, grid.Changes));
        });
    }

    [Fact]
    public void Grid_LoadThatComesAndGoesFasterThanTheQuietTime_GrowsOnceAndNeverShrinks()
    {
        var grew = 0;
        ForEachSeed((random, limits, slots) =>
        {
            var grid = new SimulatedGrid(limits, slots, random).WithSilos(limits.MinSilos);
            var on = random.Next(1, Quiet(limits) - 1);
            var off = random.Next(1, Quiet(limits) - on);
            var demand = random.Next(1, 60);
            var sizes = Run(grid, 10 * (on + off), second => second % (on + off) < on ? demand : 0);

            Assert.Equal(sizes.Order(), sizes);
            grew += grid.Size > limits.MinSilos ? 1 : 0;
            var before = grid.Changes;
            Run(grid, 10 * (on + off), second => second % (on + off) < on ? demand : 0);
            Assert.Equal(before, grid.Changes);
        });
        Assert.InRange(grew, Seeds / 4, Seeds - 1);
    }

    [Fact]
    public void Grid_BurstsShorterThanTheBacklogTime_NeverGrows()
    {
        ForEachSeed((random, limits, slots) =>
        {
            var grid = new SimulatedGrid(limits, slots, random).WithSilos(limits.MinSilos);
            var period = random.Next(3, 20);
            Run(grid, 200, second => second % period < 2 ? 1000 : 0);

            Assert.Equal((limits.MinSilos, 0), (grid.Size, grid.Changes));
        });
    }

    [Fact]
    public void Advice_AnyLoad_KeepsToItsPromises()
    {
        var (removed, busyOnes, raised) = (0, 0, 0);
        ForEachSeed((random, limits, slots) =>
        {
            var grid = new SimulatedGrid(limits, slots, random).WithSilos(random.Next(1, 15));
            var demand = 0;
            for (var second = 0; second < 300; second++)
            {
                demand = random.Next(8) == 0 ? random.Next(60) : Math.Max(0, demand + random.Next(-1, 2));
                var (load, advice) = grid.Step(demand);

                Assert.InRange(advice.WantedSilos, limits.MinSilos, limits.MaxSilos);
                Assert.NotEmpty(advice.Reason);
                Assert.InRange(advice.Since, DateTimeOffset.MinValue, grid.Now);
                raised += advice.WantedSilos > advice.Silos ? 1 : 0;
                if (advice.Remove is not { } name)
                {
                    continue;
                }

                removed++;
                Assert.True(advice.WantedSilos < advice.Silos);
                Assert.True(load.Silos.Count > 1, "the last silo was named");
                var silo = load.Silos.Single(each => each.Name == name);
                Assert.False(silo.Leases > 0 && load.Silos.Any(each => each.Leases == 0), "a silo with leases was named while another has none");
                Assert.True(advice.Silos > limits.MaxSilos || load.Capacity - silo.Usable >= load.Demand, "what is left is less than is called for");
                busyOnes += silo.Leases > 0 ? 1 : 0;
            }
        });
        Assert.True(removed > Seeds && busyOnes > Seeds / 10 && raised > Seeds, $"{removed}, {busyOnes}, {raised}");
    }

    [Fact]
    public void Grid_LoadThatEnds_IsGivenUpOneSiloAfterTheOtherAndOnlyAfterTheQuietTime()
    {
        ForEachSeed((random, limits, slots) =>
        {
            var grid = new SimulatedGrid(limits, slots, random).WithSilos(limits.MaxSilos);
            Run(grid, Quiet(limits) + 5, _ => slots * limits.MaxSilos);
            Assert.Equal(limits.MaxSilos, grid.Size);

            var sizes = Run(grid, Quiet(limits) - 1, _ => 0);
            Assert.All(sizes, size => Assert.Equal(limits.MaxSilos, size));
            sizes = Run(grid, limits.MaxSilos + 2, _ => 0);
            Assert.All(sizes.Zip(sizes.Skip(1)), pair => Assert.InRange(pair.First - pair.Second, 0, 1));
            Assert.Equal(limits.MinSilos, grid.Size);
        });
    }

    private static int Quiet(ScaleLimits limits) => (int)limits.ScaleInAfter.TotalSeconds;

    private static List<int> Run(SimulatedGrid grid, int seconds, Func<int, int> demand)
    {
        var sizes = new List<int>();
        for (var second = 0; second < seconds; second++)
        {
            grid.Step(demand(second));
            sizes.Add(grid.Size);
        }

        return sizes;
    }

    private static void ForEachSeed(Action<Random, ScaleLimits, int> check)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var min = random.Next(1, 4);
            check(random, new ScaleLimits(min, min + random.Next(0, 10), TimeSpan.FromSeconds(random.Next(5, 60))), random.Next(1, 9));
        }
    }
}
