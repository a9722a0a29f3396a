using System.Diagnostics;
using ElasticGrains.Diagnostics;

namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>Activities of silos. Without a listener they cost nothing.</summary>
internal static class GridTrace
{
    private static readonly ActivitySource Source = new(Telemetry.Name, ProductVersion.Text);

    /// <summary>Begins an activity of a job in the trace of its submission.</summary>
    public static Activity? Start(string name, string? traceParent, string jobId)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent);

        // Beside whatever happens to be current: a grain's turn may serve anybody's.
        var current = Activity.Current;
        Activity.Current = null;
        var activity = Source.StartActivity(name, ActivityKind.Internal, parent);
        activity?.SetTag(Telemetry.JobTag, jobId);
        Activity.Current = current;
        return activity;
    }

    /// <summary>Ends an activity that failed.</summary>
    public static void Fail(this Activity? activity, string reason) => activity?.SetStatus(ActivityStatusCode.Error, reason);
}
