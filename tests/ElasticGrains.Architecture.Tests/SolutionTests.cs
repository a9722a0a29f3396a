using ElasticGrains.Architecture.Tests.Tree;

namespace ElasticGrains.Architecture.Tests;

/// <summary>What is not in the solution is neither built nor tested by it. A program of somebody else, which a test builds, is not in it.</summary>
public sealed class SolutionTests
{
    [Fact]
    public void Solution_OnTheRepository_HoldsEveryProject()
    {
        var missing = Missing(Repository.File("ElasticGrains.sln").Text, Repository.Files.Select(file => file.Path).Where(Rule.Projects).Where(path => !Rule.IsOutside(path, Repository.Exists)));

        Assert.Equal("", string.Join('\n', missing));
    }

    [Fact]
    public void Solution_WithoutAProject_IsReported() =>
        Assert.Equal(["src/B/B.csproj"], Missing("\"src\\A\\A.csproj\"", ["src/A/A.csproj", "src/B/B.csproj"]));

    private static IEnumerable<string> Missing(string solution, IEnumerable<string> projects) =>
        projects.Where(path => !solution.Replace('\\', '/').Contains($"\"{path}\"", StringComparison.Ordinal));
}
