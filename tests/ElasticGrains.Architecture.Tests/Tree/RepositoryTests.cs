namespace ElasticGrains.Architecture.Tests.Tree;

public sealed class RepositoryTests
{
    [Fact]
    public void Files_OfTheRepository_AreSourcesWithoutBuildOutput()
    {
        Assert.True(Repository.Files.Count(file => Rule.ProductSources(file.Path)) > 50);
        Assert.DoesNotContain(Repository.Files, file => file.Path.Split('/').Any(part => part is "bin" or "obj" or ".git"));
        Assert.Contains(Repository.Files, file => file.Path == ".editorconfig");
    }

    [Fact]
    public void IgnoredDirectories_OfAGitignore_AreThoseWithASlash() =>
        Assert.Equal([".git", "bin", "obj"], Repository.IgnoredDirectories("bin/\nobj/\n*.user\n").Order());

    [Fact]
    public void TextFile_InARoom_KnowsRoomAndFolders()
    {
        var file = new TextFile("src/A/B/C/X.cs", "one\ntwo\n");

        Assert.Equal("A", file.Room);
        Assert.Equal(["B", "C"], file.Folders);
        Assert.Equal(["one", "two"], file.Lines);
    }
}
