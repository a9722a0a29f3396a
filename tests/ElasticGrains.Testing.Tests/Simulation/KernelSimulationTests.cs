using ElasticGrains.Testing.Simulation;
using ElasticGrains.Testing.Tests.Kernels;

namespace ElasticGrains.Testing.Tests.Simulation;

public sealed class KernelSimulationTests
{
    [Fact]
    public void Simulation_OfASoundKernel_SurvivesTwoHundredSeeds()
    {
        var report = KernelSimulation.Of(new GapKernel(), 300).Seeds(1, 200).Run();

        report.ThrowIfUnsound();
        Assert.True(report.IsSound);
        Assert.Equal(200, report.Seeds.Count);
        Assert.All(report.Seeds, seed =>
        {
            Assert.Equal(seed.Jobs, seed.Succeeded + seed.GivenUp);
            Assert.InRange(seed.Committed, seed.Succeeded * 300L, seed.Jobs * 300L);
            Assert.Empty(seed.Findings);
            Assert.InRange(seed.Attempts, seed.Jobs, 5000);
        });
        Assert.InRange(report.Seeds.Sum(seed => seed.GivenUp), 0, 4);
        Assert.InRange(report.Seeds.Sum(seed => seed.Recomputed), 1000, long.MaxValue);
        Assert.InRange(report.Seeds.Sum(seed => seed.TakeOvers), 50, long.MaxValue);
        Assert.StartsWith("Kernel 'gap' is sound in 200 simulated grids: ", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20_000)]
    public void Simulation_OfAnySize_IsSound(int items) => KernelSimulation.Of(() => new GapKernel(), items).Seeds(1, 20).Run().ThrowIfUnsound();

    [Theory]
    [InlineData(0)]
    [InlineData(100_001)]
    public void Simulation_OfNoOrTooManyItems_IsRefused(int items) =>
        Assert.Contains("a few hundred show as much", Assert.Throws<ArgumentException>(() => KernelSimulation.Of(new GapKernel(), items).Run()).Message, StringComparison.Ordinal);

    [Fact]
    public void Simulation_WithoutFaults_ComputesEachItemOnce()
    {
        var report = KernelSimulation.Of(new GapKernel(), 300).Under(SimulatedFaults.None).Seeds(1, 20).Run();

        report.ThrowIfUnsound();
        Assert.All(report.Seeds, seed => Assert.Equal((0L, 0), (seed.Recomputed, seed.Faults)));
    }

    [Fact]
    public void Simulation_UnderOrders_MovesShardsAndComputesEachItemOnce()
    {
        var report = KernelSimulation.Of(new GapKernel(), 300).Under(SimulatedFaults.Orders).Seeds(1, 60).Run();

        report.ThrowIfUnsound();
        Assert.All(report.Seeds, seed => Assert.Equal((0L, 0), (seed.Recomputed, seed.Faults)));
        Assert.InRange(report.Seeds.Sum(seed => seed.Moves), 10, int.MaxValue);
    }

    [Theory]
    [InlineData(SimulatedFaults.Kills, "Crash", "CrashInStride", "CrashOfJob", "ClusterRestart")]
    [InlineData(SimulatedFaults.Freezes, "Freeze")]
    [InlineData(SimulatedFaults.Messages, "CutOff", "Partition", "OneWay", "RefusedSlots")]
    [InlineData(SimulatedFaults.Database, "LedgerOut", "LedgerSlow", "LedgerCutOff")]
    [InlineData(SimulatedFaults.Takeovers, "FalseDeath", "SecondJob", "SecondShard", "SecondManager")]
    public void Simulation_UnderSomeFaults_HasThoseAlone(SimulatedFaults faults, params string[] kinds)
    {
        var report = KernelSimulation.Of(new GapKernel(), 100).Under(faults).Seeds(1, 40).Run();

        report.ThrowIfUnsound();
        Assert.All(report.Seeds, seed => Assert.InRange(seed.Faults, 1, 30));
        Assert.Superset(
            kinds.Select(kind => $"FaultKind.{kind}").ToHashSet(),
            report.Seeds.SelectMany(seed => seed.Cases).Where(name => name.StartsWith("FaultKind.", StringComparison.Ordinal)).ToHashSet());
        Assert.Equal(kinds.Length, report.Seeds.SelectMany(seed => seed.Cases).Distinct().Count(name => name.StartsWith("FaultKind.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Simulation_OfAKernelThatCountsInAField_SaysSo() =>
        AssertFound(
            KernelSimulation.Of(new CountingKernel(), 100).Seeds(1, 20),
            "Kernel 'counting'", "keep no mutable state in it");

    [Fact]
    public void Simulation_OfAKernelThatDependsOnCuts_SaysSo() =>
        AssertFound(
            KernelSimulation.Of(new PairKernel(), 100).Under(SimulatedFaults.Kills).Seeds(1, 20),
            "Kernel 'pair' gave the answer ", ", without faults it is 50. Compute([0, ", " differs from the partial of [0, ", "It depends on where the grid cuts. Usual causes: a record is cut at the border");

    [Fact]
    public void Simulation_OfAKernelThatDependsOnCalls_SaysSo() =>
        AssertFound(
            KernelSimulation.Of(new CallsKernel(), 100).Under(SimulatedFaults.Kills).Seeds(1, 20),
            "of kernel 'calls' in one call differs from that of ", " calls, [", "It depends on where the grid cuts. Usual causes: a record is cut at the border");

    [Fact]
    public void Simulation_OfAKernelThatDependsOnTheOrder_SaysSo() =>
        AssertFound(
            KernelSimulation.Of(new LastKernel(), 100).Seeds(1, 20),
            "Kernel 'last' gave the answer ", ", without faults it is 99. Every partial is right", "IsCommutative is true, but the order shows");

    [Fact]
    public void Simulation_OfAKernelThatThrowsInTheGrid_SaysSo() =>
        AssertFound(
            KernelSimulation.Of(() => new MoodyKernel(), 100).Under(SimulatedFaults.Kills).Seeds(1, 20),
            "enough for today", "keep no mutable state in it");

    [Fact]
    public void Simulation_OfAFailedSeedAlone_TellsTheSameStory()
    {
        var simulation = KernelSimulation.Of(() => new PairKernel(), 200).Under(SimulatedFaults.Kills | SimulatedFaults.Database, 2, 4);
        var report = simulation.Seeds(1, 30).Run();
        var found = report.FirstProblem!;

        var again = simulation.Seed(found.Seed).Run();

        Assert.Equal($"KernelSimulation.Of(kernel, input).Under(SimulatedFaults.Kills | SimulatedFaults.Database, 2, 4).Seed({found.Seed}).Run()", report.Rerun);
        Assert.True(report.IsRepeatable);
        Assert.InRange(found.Story.Count, 20, 100);
        Assert.Equal(string.Join('\n', found.Story), string.Join('\n', again.FirstProblem!.Story));
        Assert.Equal((found.Problem, found.Hash, found.Steps), (again.FirstProblem.Problem, again.FirstProblem.Hash, again.FirstProblem.Steps));
    }

    [Fact]
    public void Simulation_OfAnInputThatTheKernelRefuses_ThrowsWhatItSays() =>
        Assert.Equal("too much", Assert.Throws<InvalidOperationException>(() => KernelSimulation.Of(new RefusingKernel(), 1).Run()).Message);

    private static void AssertFound(KernelSimulation simulation, params string[] words)
    {
        var report = simulation.Run();
        var error = Assert.Throws<UnsoundException>(report.ThrowIfUnsound);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        Assert.Contains($"{Environment.NewLine}Seed {report.FirstProblem!.Seed}: {report.FirstProblem.Problem}{Environment.NewLine}", error.Message, StringComparison.Ordinal);
        Assert.Contains($".Seed({report.FirstProblem.Seed}).Run()", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(report.FirstProblem.Story[^1], error.Message, StringComparison.Ordinal);
    }

    private sealed class RefusingKernel : RangeKernel<int, long, long>
    {
        public override string Name => "refusing";

        public override long Count(int input) => input;

        public override long Identity() => 0;

        public override long Compute(int input, ItemRange range) => throw new InvalidOperationException("too much");

        public override long Combine(long left, long right) => left + right;

        public override long Finish(int input, long whole) => whole;
    }
}
