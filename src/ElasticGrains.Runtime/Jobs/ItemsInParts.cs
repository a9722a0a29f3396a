using ElasticGrains.Blocks;
using ElasticGrains.Hashing;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>
/// Results of items that are too large for one message: kept while somebody reads them part by part, so that not every part costs a look at
/// the whole. Whoever begins to read gets what is there now. Of one that is not kept each part is made anew.
/// </summary>
internal sealed class ItemsInParts(TimeProvider time)
{
    /// <summary>The bytes that are kept at a time; a single item may have more.</summary>
    public const long Most = 256L << 20;

    /// <summary>Whoever has not asked for the next part by then has most probably given up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // The timer comes between the turns of the grain.
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Kept> _kept = [];
    private ITimer? _timer;

    /// <summary>A part of an item that is kept; null when it is not, and at the beginning. With its last part it is put away.</summary>
    public BytePart? Take(long item, long offset)
    {
        lock (_gate)
        {
            return offset > 0 && _kept.TryGetValue(item, out var kept) ? PartOf(item, kept, offset) : null;
        }
    }

    /// <summary>A part of an item that was just made. It is kept where there is room: nobody who reads is put away for somebody else.</summary>
    public BytePart Put(long item, long offset, ReadOnlyMemory<byte> json)
    {
        var made = new Kept(json, Checksum.Of(json.Span));
        lock (_gate)
        {
            _kept.Remove(item);
            DropUntouched();
            if (_kept.Count == 0 || _kept.Values.Sum(kept => (long)kept.Json.Length) + json.Length <= Most)
            {
                _kept.Add(item, made);
            }

            return PartOf(item, made, offset);
        }
    }

    private BytePart PartOf(long item, Kept kept, long offset)
    {
        var part = BytePart.Of(kept.Json, kept.Checksum, offset);
        kept.Touched = time.GetTimestamp();
        if (part.Offset + part.Bytes.Length == part.Total)
        {
            _kept.Remove(item);
        }
        else
        {
            _timer ??= time.CreateTimer(_ => OnTimer(), null, Patience, Timeout.InfiniteTimeSpan);
        }

        return part;
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            DropUntouched();
            if (_kept.Count > 0)
            {
                _timer!.Change(Patience, Timeout.InfiniteTimeSpan);
            }
            else
            {
                _timer!.Dispose();
                _timer = null;
            }
        }
    }

    private void DropUntouched()
    {
        foreach (var (item, _) in _kept.Where(it => time.GetElapsedTime(it.Value.Touched) >= Patience).ToList())
        {
            _kept.Remove(item);
        }
    }

    private sealed class Kept(ReadOnlyMemory<byte> json, ulong checksum)
    {
        public ReadOnlyMemory<byte> Json { get; } = json;

        public ulong Checksum { get; } = checksum;

        public long Touched { get; set; }
    }
}
