using ElasticGrains.Cli.Chaos.Workloads;
using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests.Chaos.Workloads;

/// <summary>The long job, and the text whose words are known.</summary>
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
        Assert.Equal(13, WaitInput.Computed(scratch.Directory));
    }

    [Fact]
    public void Text_OfASeed_HasTheWordsThatItSays()
    {
        using var scratch = new Scratch();
        var text = GeneratedText.Write(Path.Combine(scratch.Directory, "text.txt"), words: 5_000, seed: 3);
        var counted = File.ReadAllText(text.Path).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).CountBy(word => word).ToDictionary();

        Assert.Equal((5_000, counted.Count, new FileInfo(text.Path).Length), (text.Words, text.Distinct, text.Bytes));
        Assert.All(text.Top, entry => Assert.Equal(entry.Count, counted[entry.Word]));
        Assert.Equal(counted.Values.OrderDescending().Take(20).Select(count => (long)count), text.Top.Select(entry => entry.Count));
    }
}
