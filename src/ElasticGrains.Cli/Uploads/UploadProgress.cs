using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;

namespace ElasticGrains.Cli.Uploads;

/// <summary>How far files are on their way into a grid, as a line every two seconds.</summary>
/// <param name="total">Their bytes in all.</param>
/// <param name="time">The clock.</param>
/// <param name="show">Shows a line.</param>
internal sealed class UploadProgress(long total, TimeProvider time, Action<string> show) : IProgress<long>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly long _began = time.GetTimestamp();
    private TimeSpan _shown;
    private long _durable;
    private long _before;

    /// <summary>The bytes that are in the grid.</summary>
    public long Durable => Interlocked.Read(ref _durable);

    /// <summary>Since the beginning.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_began);

    public void Report(long value)
    {
        lock (_gate)
        {
            _durable = Math.Max(_durable, value);
            if (Elapsed - _shown < Pause)
            {
                return;
            }

            var perSecond = (_durable - _before) / (Elapsed - _shown).TotalSeconds;
            (_shown, _before) = (Elapsed, _durable);
            var left = perSecond > 0 ? $", {Duration.Text(TimeSpan.FromSeconds(Math.Min(8_640_000, (total - _durable) / perSecond)))} left" : "";
            show($"{Figures.Short(_durable, "bytes")} of {Figures.Short(total, "bytes")} ({Figures.Share(_durable, total)})  {Figures.Short(perSecond, "bytes")}/s{left}");
        }
    }
}
