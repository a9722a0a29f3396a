using System.Text.RegularExpressions;

namespace ElasticGrains.Cluster.Tests.Support;

/// <summary>A web front end as a process, and a browser of it.</summary>
public sealed partial class TestFrontEnd : TestProcess
{
    private TestFrontEnd(string program, string logFile, IReadOnlyDictionary<string, string> environment)
        : base("front-end", program, logFile, environment)
    {
    }

    /// <summary>Follows redirects as a browser does.</summary>
    public HttpClient Browser { get; } = new();

    public static async Task<TestFrontEnd> StartAsync(string program, string logFile, IReadOnlyDictionary<string, string> environment)
    {
        var started = new TestFrontEnd(program, logFile, environment);
        await Eventually.HoldsAsync(
            () =>
            {
                Assert.False(started.HasExited, started.HasExited ? started.Log : "");
                return Task.FromResult(File.Exists(logFile) && Address().IsMatch(started.Log));
            },
            "the front end listens");
        started.Browser.BaseAddress = new Uri(Address().Match(started.Log).Groups["address"].Value);
        return started;
    }

    protected override void Dispose(bool disposing)
    {
        Browser.Dispose();
        base.Dispose(disposing);
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://127\.0\.0\.1:[0-9]+)\b")]
    private static partial Regex Address();
}
