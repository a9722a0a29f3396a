using ElasticGrains.Inputs;

namespace ElasticGrains.Kernels.Tests.Inputs;

public sealed class InputGlobTests
{
    [Theory]
    [InlineData("logs/*.txt", "logs/a.txt", true)]
    [InlineData("logs/*.txt", "logs/deep/a.txt", false)]
    [InlineData("logs/*.txt", "logs/a.txt.gz", false)]
    [InlineData("**/*.txt", "a.txt", true)]
    [InlineData("**/*.txt", "x//y/../a.txt", true)]
    [InlineData("logs/**", "logs/deep/er", true)]
    [InlineData("logs/**", "logs2/deep", false)]
    [InlineData("a%2A*.txt", "a*b.txt", true)]
    [InlineData("a%2A*.txt", "abc.txt", false)]
    [InlineData("a.b*", "a-b", false)]
    [InlineData("(x|y)*", "(x|y)z", true)]
    public void Pattern_OfKeys_MeansThese(string pattern, string key, bool matches) => Assert.Equal(matches, InputGlob.Of(pattern).IsMatch(key));
}
