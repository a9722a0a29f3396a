using ElasticGrains.Architecture.Tests.Rules;
using ElasticGrains.Architecture.Tests.Tree;

namespace ElasticGrains.Architecture.Tests;

/// <summary>Runs every rule over the repository, and over the samples that prove that it can fail.</summary>
public sealed class RuleTests
{
    // The only paths that exist for a sample.
    private static readonly string[] SamplePaths = ["src/Known/Known.cs", "docs/known.md", "src", "tests/Locked/packages.lock.json", "docs/samples/Outside/nuget.config"];

    private static readonly IReadOnlyList<Rule> All =
    [
        .. RoomRules.All, .. RuntimeFolderRules.All, .. PurityRules.All, .. LayoutRules.All, .. WireRules.All, .. TestRules.All,
        .. SuppressionRules.All, .. WordRules.All, .. DocumentRules.All,
    ];

    public static TheoryData<string> Names => [.. All.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rule_OnTheRepository_Holds(string name)
    {
        var rule = Find(name);
        var files = Repository.Files.Where(file => rule.AppliesTo(file.Path)).ToArray();

        var findings = files.SelectMany(file => rule.Check(file, Repository.Exists)).ToArray();

        Assert.NotEmpty(files);
        Assert.True(findings.Length == 0, string.Join('\n', findings));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rule_OnEachBadSample_ReportsOnce(string name)
    {
        var rule = Find(name);

        Assert.NotEmpty(rule.Bad);
        Assert.All(rule.Bad, sample =>
        {
            Assert.True(rule.AppliesTo(sample.Path), $"{sample.Path} is not read.");
            Assert.Single(rule.Check(sample, SamplePaths.Contains));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rule_OnEachGoodSample_IsSilent(string name)
    {
        var rule = Find(name);

        Assert.All(rule.Good, sample => Assert.Empty(rule.Check(sample, SamplePaths.Contains)));
    }

    [Fact]
    public void Rules_ByName_AreDistinct() => Assert.Equal(All.Count, All.Select(rule => rule.Name).Distinct().Count());

    private static Rule Find(string name) => All.Single(rule => rule.Name == name);
}
