namespace ElasticGrains.Tests.Silo;

/// <summary>Stands in for work: takes time, but no processor.</summary>
internal static class Pace
{
    private static readonly ManualResetEventSlim Never = new();

    public static void Wait(int milliseconds)
    {
        if (milliseconds > 0)
        {
            Never.Wait(milliseconds);
        }
    }
}
