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

    /// <summary>The item behind the last that was taken.</summary>
    public long Taken
    {
        get
        {
            lock (_gate)
            {
                return _taken;
            }
        }
    }

    /// <summary>Gives up all that is not taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _end = _taken;
        }
    }

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

    /// <summary>Lowers the bound to half of what is left, or to the next place where the run can end; null when there is too little to give up.</summary>
    public long? TryShrink(long itemsPerCall, bool toNext)
    {
        lock (_gate)
        {
            var at = toNext ? SplitPolicy.Next(range.Start, _taken, _end, run) : SplitPolicy.At(range.Start, _taken, _end, itemsPerCall, run);
            _end = at ?? _end;
            return at;
        }
    }
}
