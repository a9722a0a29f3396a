using ElasticGrains.Cli.Output;

namespace ElasticGrains.Cli.Replay;

/// <summary>Says now and then how far a long replay is.</summary>
/// <param name="range">The shard's items.</param>
/// <param name="say">Where it goes.</param>
/// <param name="time">The clock of the pauses.</param>
internal sealed class ReplayProgress(ItemRange range, Action<string> say, TimeProvider time)
{
    // Whoever waits longer than this wants to know what for.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private long _last = time.GetTimestamp();

    /// <summary>The kernel came back from these items.</summary>
    public void Came(ItemRange done)
    {
        if (time.GetElapsedTime(_last) >= Pause)
        {
            _last = time.GetTimestamp();
            say($"at item {done.End} of {range} ({Figures.Share(done.End - range.Start, range.Length)}); Ctrl-C ends it");
        }
    }
}
