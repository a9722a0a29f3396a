namespace ElasticGrains.Cli.Tests.Documents;

/// <summary>Code in documents is code that is compiled.</summary>
public sealed class ShownCodeTests
{
    // README.md and packages.md also show lines out of their context.
    private static readonly string[] WithLooseCode = ["README.md", "docs/packages.md"];

    [Theory]
    [MemberData(nameof(DocumentFiles.All), MemberType = typeof(DocumentFiles))]
    public void Code_InADocument_IsWhatIsCompiled(string document)
    {
        var problems = ShownCode.In(DocumentFiles.Read(document))
            .Where(code => code.File.Length > 0 || !WithLooseCode.Contains(document))
            .Select(code => code.File.Length > 0 ? code.Problem() : $"says not where it is compiled:\n{code.Text}")
            .OfType<string>().Select(problem => $"{document}: {problem}");

        Assert.True(!problems.Any(), string.Join('\n', problems));
    }

    [Theory]
    [InlineData("README.md", 2)]
    [InlineData("docs/recipes.md", 6)]
    [InlineData("docs/test-your-kernel.md", 5)]
    public void Document_ThatTeaches_ShowsCode(string document, int least) =>
        Assert.True(ShownCode.In(DocumentFiles.Read(document)).Count(code => code.File.Length > 0) >= least);

    [Fact]
    public void Region_OfASource_IsMovedToTheLeft() =>
        Assert.Equal("a\n\n    b\n", ShownCode.RegionOf("x\n    #region one\n    a\n\n        b\n    #endregion\n", "one"));

    [Theory]
    [InlineData("<!-- docs/samples/HelloGrid/Program.cs -->\n```csharp\nother\n```\n")]
    [InlineData("<!-- docs/samples/Recipes/LongCall.cs#start -->\n```csharp\nother\n```\n")]
    [InlineData("<!-- docs/samples/Recipes/LongCall.cs#gone -->\n```csharp\nother\n```\n")]
    [InlineData("<!-- docs/samples/Gone.cs -->\n```csharp\nother\n```\n")]
    public void Code_ThatIsNotCompiled_IsAProblem(string document) => Assert.NotNull(Assert.Single(ShownCode.In(document)).Problem());
}
