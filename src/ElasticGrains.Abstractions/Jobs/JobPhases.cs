namespace ElasticGrains.Jobs;

/// <summary>What follows from a phase.</summary>
public static class JobPhases
{
    /// <summary>True when the job has ended for good.</summary>
    public static bool IsFinal(this JobPhase phase) => phase >= JobPhase.Succeeded;
}
