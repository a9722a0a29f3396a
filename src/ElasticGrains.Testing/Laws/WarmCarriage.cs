using ElasticGrains.Kernels;
using ElasticGrains.Runtime.Transfer;

namespace ElasticGrains.Testing.Laws;

/// <summary>Carries warm state through the streams through which silos carry it.</summary>
internal static class WarmCarriage
{
    /// <summary>What another silo would compute with.</summary>
    /// <exception cref="InvalidDataException">The codec did not read all that it wrote.</exception>
    public static object Of(IWarmRun run, object warm) => CarryAsync(run, warm).GetAwaiter().GetResult();

    private static async Task<object> CarryAsync(IWarmRun run, object warm)
    {
        using var wire = new MemoryStream();
        await using (var writing = new FrameWriteStream(wire))
        {
            await run.WriteWarmAsync(warm, writing, CancellationToken.None);
            await writing.CompleteAsync(CancellationToken.None);
        }

        wire.Position = 0;
        await using var reading = new FrameReadStream(wire);
        var carried = await run.ReadWarmAsync(reading, CancellationToken.None);
        await reading.CompleteAsync();
        return carried;
    }
}
