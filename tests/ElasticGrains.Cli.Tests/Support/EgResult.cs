using System.Text.Json;

namespace ElasticGrains.Cli.Tests.Support;

/// <summary>How a command ended.</summary>
public sealed record EgResult(int ExitCode, string Out, string Error)
{
    /// <summary>The one JSON document on stdout.</summary>
    public JsonElement Json
    {
        get
        {
            Assert.True(Out.Length > 0, $"nothing on stdout; exit code {ExitCode}; stderr: {Error}");
            using var document = JsonDocument.Parse(Out);
            return document.RootElement.Clone();
        }
    }

    /// <summary>Asserts that the command ended with one line for the user and no stack trace.</summary>
    public EgResult Says(int exitCode, params string[] parts)
    {
        Assert.True(exitCode == ExitCode, $"exit code {ExitCode}, expected {exitCode}; stderr: {Error}");
        var line = Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), text => text.StartsWith("eg: ", StringComparison.Ordinal));
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
        return HasNoStack();
    }

    public EgResult Succeeds()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}; stderr: {Error}");
        return HasNoStack();
    }

    public EgResult HasNoStack()
    {
        Assert.DoesNotContain("   at ", Error + Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", Error + Out, StringComparison.Ordinal);
        return this;
    }
}
