namespace ElasticGrains.Cluster.Tests.Support;

/// <summary>A web front end as a process, and a browser of it.</summary>
public sealed class TestFrontEnd : TestProcess
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
        started.Browser.BaseAddress = await started.ListensAsync();
        return started;
    }

    protected override void Dispose(bool disposing)
    {
        Browser.Dispose();
        base.Dispose(disposing);
    }
}
