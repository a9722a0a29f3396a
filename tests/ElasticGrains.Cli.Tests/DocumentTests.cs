using System.Diagnostics;
using System.Text.RegularExpressions;
using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests;

/// <summary>What the documents say about code is checked.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Root = Repository.Root;

    [Theory]

    // Sequence A006877 of the On-Line Encyclopedia of Integer Sequences.
    [InlineData("HelloGrid", "Below 1,000,000, 837799 takes the most steps: 524.")]

    // A000396; half of the 20 bits of 2^20 numbers; A006577; n (n + 1) / 2; 3 letters, each with 25 others;
    // 815 + … + 914.
    [InlineData(
        "Recipes",
        "order-4711: 6, 28, 496, 8128",
        "the-only-one: 100 %, 6, 28, 496, 8128",
        "1,048,576 elements: sum 10,485,760, largest 20",
        "task 27: 111; task 0: 0 never comes to 1.",
        "Small: 55",
        "Huge: 200,000,010,000,000",
        "Medium: 500,500",
        "75 words are one letter from cat, 75 from dog; the first are aat and aog",
        "customer 815 scores 86,450")]
    public async Task Sample_Run_PrintsItsAnswers(string name, params string[] answers)
    {
        using var scratch = new Scratch();
        var sample = Path.Combine(Repository.OutputOf($"docs/samples/{name}"), $"{name}.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", sample])
        {
            WorkingDirectory = scratch.Directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        await using var running = new RunningEg(Process.Start(start)!, TimeSpan.FromMinutes(2));

        var result = (await running.WaitAsync()).Succeeds();

        // Reports come in the order in which they are committed.
        Assert.Equal(answers.Order(StringComparer.Ordinal), result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CHANGELOG.md")]
    [InlineData("docs/map.md")]
    [InlineData("docs/journey.md")]
    [InlineData("docs/glossary.md")]
    public void Document_NamesAFile_ThatExists(string document)
    {
        var text = File.ReadAllText(Path.Combine(Root, document));
        var folder = Path.GetDirectoryName(Path.Combine(Root, document))!;
        var paths = Links().Matches(text).Select(link => Path.Combine(folder, link.Groups[1].Value))
            .Concat(CodePaths().Matches(text).Select(path => Path.Combine(Root, path.Groups[1].Value)));

        Assert.All(paths, path => Assert.True(File.Exists(path) || Directory.Exists(path), $"{document} names {path}, which does not exist"));
    }

    [Fact]
    public void Readme_ListsExitCodes_AsTheyAre() => Assert.All(
        Enum.GetValues<ExitCode>(), code => Assert.Contains($"\n| {(int)code} | ", Readme(), StringComparison.Ordinal));

    private static string Readme() => File.ReadAllText(Path.Combine(Root, "README.md"));

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"`((?:src|tests|docs|\.vscode)/[A-Za-z0-9_./-]+)`")]
    private static partial Regex CodePaths();
}
