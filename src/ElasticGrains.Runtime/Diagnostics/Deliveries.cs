using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>Messages between grains whose loss does no harm: whoever sent one repeats it until it is answered.</summary>
internal static class Deliveries
{
    /// <summary>Lets a message go; its loss is logged, not thrown.</summary>
    public static void Forget(this Task delivery, ILogger logger)
    {
        if (!delivery.IsCompletedSuccessfully)
        {
            _ = ObserveAsync(delivery, logger);
        }
    }

    /// <summary>Waits for its end, but no longer than that: what ends later has still its effect, and its error is logged.</summary>
    public static async Task WaitAtMostAsync(this Task delivery, TimeSpan patience, TimeProvider time, ILogger logger)
    {
        try
        {
            await delivery.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            // Its own, or that of the patience; and it may have ended between the one and this line.
            if (delivery.IsCompleted)
            {
                await delivery;
            }
            else
            {
                delivery.Forget(logger);
            }
        }
    }

    private static async Task ObserveAsync(Task delivery, ILogger logger)
    {
        try
        {
            await delivery;
        }
#pragma warning disable CA1031 // A lost message is no error: the protocol repeats it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.MessageLost(logger, error);
        }
    }
}
