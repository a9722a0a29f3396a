using System.Text.Json;
using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests.Containers;

public sealed class DockerfileTests
{
    public static TheoryData<string> Files => ["src/ElasticGrains.Cli/Dockerfile", "docs/samples/GridWeb/Dockerfile"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Dockerfile_OfAnImage_StartsWithoutRootAndShell(string file)
    {
        var image = Dockerfile.Parse(File.ReadAllText(Path.Combine(Repository.Root, file))).Last;

        Assert.Equal("$APP_UID", image.Only("USER"));
        Assert.Equal("SIGTERM", image.Only("STOPSIGNAL"));

        // A list, not a line: signals reach the program and not a shell before it.
        Assert.Equal("dotnet", JsonSerializer.Deserialize<string[]>(image.Only("ENTRYPOINT")!)![0]);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Dockerfile_OfAnImage_IsOnTheFrameworkOfTheProjects(string file)
    {
        var framework = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props")).Split("<TargetFramework>net")[1].Split('<')[0];
        Assert.All(Dockerfile.Parse(File.ReadAllText(Path.Combine(Repository.Root, file))).Stages, stage => Assert.Contains($":{framework}-", stage.Base));
    }

    [Fact]
    public void Dockerfile_WithContinuations_IsReadByInstruction()
    {
        var file = Dockerfile.Parse("# A\nFROM a:1 AS build\nRUN one \\\n    # why\n    two\n\nFROM b:2\nENV A=1 \\\n    B=2\n");
        Assert.Equal(["a:1", "b:2"], file.Stages.Select(stage => stage.Base));
        Assert.Equal("build", file.Stages[0].Name);
        Assert.Equal("one     two", file.Stages[0].Only("RUN"));
        Assert.Equal("A=1     B=2", file.Last.Only("ENV"));
    }

    [Theory]
    [InlineData("FROM a\nADD b c")]
    [InlineData("RUN b")]
    [InlineData("FROM --platform=x a")]
    [InlineData("FROM a\nRUN b \\")]
    [InlineData("")]
    public void Dockerfile_BeyondWhatIsUnderstood_IsRefused(string text) => Assert.ThrowsAny<Exception>(() => Dockerfile.Parse(text));
}
