namespace ElasticGrains.Cluster.Tests.Support;

/// <summary>How long tests of chance go on: <c>./eg test --long</c> sets the variable.</summary>
internal static class LongRuns
{
    private const string Variable = "EG_LONG";

    public static int Count(int usually, int longRun) => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } and not "0" ? longRun : usually;
}
