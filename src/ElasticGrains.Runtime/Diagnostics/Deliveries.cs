using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>One-way messages between grains: never awaited, because whoever sent one repeats it until it is answered.</summary>
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
