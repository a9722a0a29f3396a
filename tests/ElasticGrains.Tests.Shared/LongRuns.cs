namespace ElasticGrains.Tests.Shared;

/// <summary>How long tests of chance go on: <c>./eg test --long</c> sets the variable.</summary>
internal static class LongRuns
{
    private const string Variable = "EG_LONG";

    public static bool AreAsked => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } and not "0";

    public static int Count(int usually, int longRun) => AreAsked ? longRun : usually;
}
