using ElasticGrains.Kernels;

namespace ElasticGrains.Testing.Laws;

/// <summary>Carries warm state as the grid does from silo to silo, through memory.</summary>
internal static class WarmCarriage
{
    /// <summary>What another silo would compute with.</summary>
    /// <exception cref="InvalidDataException">The codec did not read all that it wrote.</exception>
    public static object Of(IWarmRun run, object warm) => CarryAsync(run, warm).GetAwaiter().GetResult();

    private static async Task<object> CarryAsync(IWarmRun run, object warm)
    {
        using var stream = new MemoryStream();
        await run.WriteWarmAsync(warm, stream, CancellationToken.None);
        stream.Position = 0;
        var carried = await run.ReadWarmAsync(stream, CancellationToken.None);
        return stream.Position == stream.Length
            ? carried
            : throw new InvalidDataException($"WarmCodec wrote {stream.Length:N0} bytes and read only {stream.Position:N0} of them.");
    }
}
