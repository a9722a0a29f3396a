using ElasticGrains.Cli.Parsing;

namespace ElasticGrains.Cli.Tests.Parsing;

public sealed class NearestTests
{
    private static readonly string[] Kernels = ["wordcount", "grep", "pi", "option", "squares"];

    [Theory]
    [InlineData("wordcuont", "wordcount")]
    [InlineData("grap", "grep")]
    [InlineData("pii", "pi")]
    [InlineData("options", "option")]
    public void Word_MistypedABit_FindsItsMeaning(string word, string meant) => Assert.Equal(meant, Nearest.To(word, Kernels));

    [Theory]
    [InlineData("zebra")]
    [InlineData("x")]
    public void Word_UnlikeAll_FindsNothing(string word) => Assert.Null(Nearest.To(word, Kernels));
}
