using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests.Containers;

public sealed class DockerIgnoreTests
{
    [Theory]
    [InlineData("bin", "bin/a", false)]
    [InlineData("bin", "src/bin/a", true)]
    [InlineData("**/bin", "bin/a", false)]
    [InlineData("**/bin", "src/a/bin/b/c", false)]
    [InlineData("**/bin", "src/bins/a", true)]
    [InlineData("*.md", "README.md", false)]
    [InlineData("*.md", "docs/README.md", true)]
    [InlineData("*\n!src", "src/a/b.cs", true)]
    [InlineData("*\n!src", "tests/a/b.cs", false)]
    [InlineData("*\n!src\n**/obj", "src/a/obj/b.cs", false)]
    [InlineData("# *\n\n", "a", true)]
    public void Ignore_OfPatterns_TakesWhatTheLastSays(string patterns, string path, bool takes) => Assert.Equal(takes, new DockerIgnore(patterns).Takes(path));

    [Theory]
    [InlineData("secrets/cluster_token")]
    [InlineData(".git/config")]
    [InlineData(".eg/cluster.json")]
    [InlineData("src/ElasticGrains.Cli/bin/Release/net10.0/eg.dll")]
    [InlineData("docs/samples/GridWeb/obj/project.assets.json")]
    [InlineData("tests/Directory.Build.props")]
    public void Ignore_OfThisRepository_KeepsSecretsAndBuildsOut(string path) => Assert.False(OfThisRepository().Takes(path));

    [Theory]
    [InlineData("src/ElasticGrains.Cli/Program.cs")]
    [InlineData("src/ElasticGrains.Cli/packages.lock.json")]
    [InlineData("global.json")]
    public void Ignore_OfThisRepository_TakesSources(string path) => Assert.True(OfThisRepository().Takes(path));

    private static DockerIgnore OfThisRepository() => new(File.ReadAllText(Path.Combine(Repository.Root, ".dockerignore")));
}
