using ElasticGrains.Blocks;
using ElasticGrains.Hashing;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>
/// Results of items that are too large for one message: kept while somebody reads them part by part, so that not every part costs a look at
/// the whole. A few at a time; of one that was put away meanwhile the next part is made anew.
/// </summary>
internal sealed class ItemsInParts
{
    // Readers of one job that do not get in each other's way.
    private const int Most = 4;

    private readonly List<(long Item, byte[] Json, ulong Checksum)> _kept = [];

    /// <summary>A part of an item that is kept; null when it is not. With its last part it is put away.</summary>
    public BytePart? Take(long item, long offset)
    {
        var at = _kept.FindIndex(kept => kept.Item == item);
        return at < 0 ? null : PartOf(_kept[at], offset);
    }

    /// <summary>A part of an item that was just made.</summary>
    public BytePart Put(long item, long offset, byte[] json)
    {
        var made = (item, json, Checksum.Of(json));
        _kept.RemoveAll(kept => kept.Item == item);
        _kept.Add(made);
        if (_kept.Count > Most)
        {
            _kept.RemoveAt(0);
        }

        return PartOf(made, offset);
    }

    private BytePart PartOf((long Item, byte[] Json, ulong Checksum) kept, long offset)
    {
        var part = BytePart.Of(kept.Json, kept.Checksum, offset);
        if (part.Offset + part.Bytes.Length == part.Total)
        {
            _kept.RemoveAll(it => it.Item == kept.Item);
        }

        return part;
    }
}
