using System.Diagnostics;
using ElasticGrains.Diagnostics;

namespace ElasticGrains.Tests.Silo;

/// <summary>Prints each activity that ends: a test in another process reads the trace from the log.</summary>
internal static class TraceLog
{
    public static void Listen() => ActivitySource.AddActivityListener(new ActivityListener
    {
        ShouldListenTo = source => source.Name == Telemetry.Name,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        ActivityStopped = activity => Console.WriteLine($"trace {activity.TraceId} parent {activity.ParentSpanId} {activity.OperationName}"),
    });
}
