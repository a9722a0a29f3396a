using System.Diagnostics;
using System.Diagnostics.Metrics;
using ElasticGrains.Diagnostics;

namespace ElasticGrains.Tests.Silo;

/// <summary>Prints each activity that ends, and where blocks were read from: a test in another process reads it from the log.</summary>
internal static class TraceLog
{
    private static readonly MeterListener Meters = new();

    public static void Listen()
    {
        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => Console.WriteLine($"trace {activity.TraceId} parent {activity.ParentSpanId} {activity.OperationName}"),
        });
        Meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Telemetry.Name && instrument.Name == "elasticgrains.blocks.read")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        Meters.SetMeasurementEventCallback<long>((_, bytes, tags, _) => Console.WriteLine($"block of {bytes} bytes read from {tags[0].Value}"));
        Meters.Start();
    }
}
