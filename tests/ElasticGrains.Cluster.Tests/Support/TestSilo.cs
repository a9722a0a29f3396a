namespace ElasticGrains.Cluster.Tests.Support;

/// <summary>A silo process of a test.</summary>
public sealed class TestSilo : TestProcess
{
    private const string Usual = "ElasticGrains.Tests.Silo.dll";

    private TestSilo(string name, string program, string logFile, IReadOnlyDictionary<string, string> environment)
        : base(name, program, logFile, environment)
    {
    }

    /// <summary>Whether that is its name in ledgers and reports: it has characters of its own behind.</summary>
    public bool Is(string silo) => silo.StartsWith($"{Name}.", StringComparison.Ordinal);

    /// <summary>Starts a silo: the tests' own program, or another that takes the same settings.</summary>
    public static TestSilo Start(string name, string logFile, IReadOnlyDictionary<string, string> environment, string? program = null) =>
        new(name, program ?? Usual, logFile, environment);
}
