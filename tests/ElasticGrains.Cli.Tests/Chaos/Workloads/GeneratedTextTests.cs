using ElasticGrains.Cli.Chaos.Workloads;
using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests.Chaos.Workloads;

/// <summary>The text whose words are known.</summary>
public sealed class GeneratedTextTests
{
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
