namespace ElasticGrains.Inputs;

/// <summary>
/// Keeps readers between the calls of a kernel: each call opens its inputs anew, a little further on, and must not fetch again what was on its way. What
/// nobody takes within half a minute is closed soon.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="most">How many are kept.</param>
public sealed class ContentShelf(TimeProvider time, int most)
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<(WindowedContent Content, long Since)> _kept = [];
    private ITimer? _timer;

    /// <summary>A reader of that input that has come as far as the offset; null when none is kept.</summary>
    public WindowedContent? Take(InputFile file, long offset)
    {
        ArgumentNullException.ThrowIfNull(file);
        lock (_lock)
        {
            // The last first: it is the caller's own, most likely.
            var index = _kept.FindLastIndex(kept => kept.Content.Continues(file, offset));
            if (index < 0)
            {
                return null;
            }

            var (content, _) = _kept[index];
            _kept.RemoveAt(index);
            return content;
        }
    }

    /// <summary>Keeps a reader for whoever reads on.</summary>
    public void Put(WindowedContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (!content.MayGoOn)
        {
            content.Close();
            return;
        }

        lock (_lock)
        {
            if (_kept.Count == most)
            {
                _kept[0].Content.Close();
                _kept.RemoveAt(0);
            }

            _kept.Add((content, time.GetTimestamp()));
            _timer ??= time.CreateTimer(_ => CloseOld(), state: null, KeepFor, KeepFor);
        }
    }

    private void CloseOld()
    {
        lock (_lock)
        {
            while (_kept.Count > 0 && time.GetElapsedTime(_kept[0].Since) >= KeepFor)
            {
                _kept[0].Content.Close();
                _kept.RemoveAt(0);
            }

            if (_kept.Count == 0)
            {
                _timer?.Dispose();
                _timer = null;
            }
        }
    }
}
