using ElasticGrains.Engine.Shards;
using ElasticGrains.Shards;

namespace ElasticGrains.Runtime.Shards;

/// <summary>
/// The items that a run has taken and may still take. Written by the run's thread (<see cref="TryTake"/>, a few dozen times a second)
/// and by its grain (<see cref="TryShrink"/>, rarely).
/// </summary>
internal sealed class RunCursor(ItemRange range, RunCut? run)
{
    private readonly Lock _gate = new();
    private long _taken = range.Start;
    private long _end = range.End;

    /// <summary>Takes up to so many items; false when none are left.</summary>
    public bool TryTake(long items, out ItemRange taken)
    {
        lock (_gate)
        {
            var end = _end - _taken > items ? _taken + items : _end;
            taken = new ItemRange(_taken, end);
            _taken = end;
            return !taken.IsEmpty;
        }
    }

    /// <summary>Lowers the bound to half of what is left; null when that is too little.</summary>
    public long? TryShrink(long itemsPerCall)
    {
        lock (_gate)
        {
            if (SplitPolicy.At(_taken, _end, itemsPerCall, run) is not { } at)
            {
                return null;
            }

            _end = at;
            return at;
        }
    }
}
