using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Cli.Waiting;

namespace ElasticGrains.Cli.Tests.Waiting;

/// <summary>The job whose items wait.</summary>
public sealed class WaitKernelTests
{
    private static readonly WaitKernel Kernel = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 40)]
    [InlineData(17, 40)]
    [InlineData(40, 40)]
    public void Compute_CutAnywhere_IsTheSame(long cut, long items)
    {
        var input = new WaitInput(items, 0, null);
        Assert.Equal(WaitTally.Of(items), Kernel.Combine(Kernel.Compute(input, new ItemRange(0, cut)), Kernel.Compute(input, new ItemRange(cut, items))));
    }

    [Theory]
    [InlineData(9, 7, 10)]
    [InlineData(10, 7, 1)]
    [InlineData(10, 8, 5)]
    [InlineData(9, 8, 50)]
    public void Skew_OfAnItemInAProcess_IsWhatBothCost(long item, int process, int times) =>
        Assert.Equal(times, new WaitSkew(DearItems: 10, DearBy: 10, SlowProcess: 8, SlowBy: 5).Times(item, process));

    [Fact]
    public void Tally_OfOtherItems_IsAnother()
    {
        Assert.NotEqual(WaitTally.Of(40), WaitTally.Of(39).Then(38));
        Assert.NotEqual(WaitTally.Empty.Then(1).Then(0), WaitTally.Of(2));
    }

    [Fact]
    public void Compute_WithTraces_CountsWhatWasComputedAgain()
    {
        using var scratch = new Scratch();
        var input = new WaitInput(10, 0, scratch.Directory);
        Kernel.Compute(input, new ItemRange(0, 10));
        Kernel.Compute(input, new ItemRange(4, 7));
        Assert.Equal(13, WaitTrace.Finished(scratch.Directory));
        Assert.Equal([4, 5, 6], WaitTrace.Read(scratch.Directory).GroupBy(trace => trace.Item).Where(item => item.Count() > 1).Select(item => item.Key));
    }
}
