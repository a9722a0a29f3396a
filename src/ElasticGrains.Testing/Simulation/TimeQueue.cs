namespace ElasticGrains.Testing.Simulation;

/// <summary>What is due, earliest first; what is due at the same time comes in the order in which it was posted. A binary heap.</summary>
internal sealed class TimeQueue
{
    private Delivery[] _heap = new Delivery[256];
    private int _count;
    private long _posted;

    public void Push(long time, Actor target, object message)
    {
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, _count * 2);
        }

        var added = new Delivery(time, _posted++, target, message);
        var place = _count++;
        while (place > 0 && added.IsBefore(_heap[(place - 1) / 2]))
        {
            _heap[place] = _heap[(place - 1) / 2];
            place = (place - 1) / 2;
        }

        _heap[place] = added;
    }

    public bool TryPop(out Delivery first)
    {
        if (_count == 0)
        {
            first = default;
            return false;
        }

        first = _heap[0];
        var last = _heap[--_count];
        _heap[_count] = default;
        var place = 0;
        for (var child = 1; child < _count; child = (place * 2) + 1)
        {
            if (child + 1 < _count && _heap[child + 1].IsBefore(_heap[child]))
            {
                child++;
            }

            if (!_heap[child].IsBefore(last))
            {
                break;
            }

            _heap[place] = _heap[child];
            place = child;
        }

        _heap[place] = last;
        return true;
    }

    /// <summary>A message on its way.</summary>
    internal readonly struct Delivery(long time, long order, Actor target, object message)
    {
        public long Time { get; } = time;

        public Actor Target { get; } = target;

        public object Message { get; } = message;

        private long Order { get; } = order;

        public bool IsBefore(in Delivery other) => Time < other.Time || (Time == other.Time && Order < other.Order);
    }
}
