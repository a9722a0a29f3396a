namespace ElasticGrains.Tests.Shared;

/// <summary>How long tests of chance go on: <c>./eg test --long</c> sets the variables.</summary>
internal static class LongRuns
{
    private const string Variable = "EG_LONG";
    private const string ReportVariable = "EG_LONG_REPORT";

    public static bool AreAsked => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } and not "0";

    public static int Count(int usually, int longRun) => AreAsked ? longRun : usually;

    /// <summary>Notes for the report of the long runs what one of them came to.</summary>
    public static void Report(string test, string cameTo)
    {
        if (AreAsked && Environment.GetEnvironmentVariable(ReportVariable) is { Length: > 0 } file)
        {
            File.AppendAllText(file, $"## {test}\n\n{cameTo.TrimEnd()}\n\n");
        }
    }
}
