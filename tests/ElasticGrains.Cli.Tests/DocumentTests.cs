using System.Diagnostics;
using System.Text.RegularExpressions;
using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests;

/// <summary>What the documents say about code is checked.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Root = Repository.Root;

    [Theory]
    [InlineData("docs/samples/HelloGrid/CollatzKernel.cs")]
    [InlineData("docs/samples/HelloGrid/Program.cs")]
    public void Readme_ShowsTheSample_AsItIsCompiled(string file)
    {
        var shown = Regex.Match(Readme(), $"<!-- {Regex.Escape(file)} -->\n```csharp\n(.*?)```", RegexOptions.Singleline);

        Assert.True(shown.Success, $"README.md does not show {file}");
        Assert.Equal(File.ReadAllText(Path.Combine(Root, file)), shown.Groups[1].Value);
    }

    [Fact]
    public async Task Sample_Run_PrintsItsAnswer()
    {
        using var scratch = new Scratch();
        var sample = Path.Combine(Repository.OutputOf("docs/samples/HelloGrid"), "HelloGrid.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", sample])
        {
            WorkingDirectory = scratch.Directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        await using var running = new RunningEg(Process.Start(start)!, TimeSpan.FromMinutes(2));

        var result = (await running.WaitAsync()).Succeeds();

        // 837,799 with 524 steps: sequence A006877 of the On-Line Encyclopedia of Integer Sequences.
        Assert.Equal("Below 1,000,000, 837799 takes the most steps: 524.\n", result.Out);
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
