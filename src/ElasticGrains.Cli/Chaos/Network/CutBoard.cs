using System.Collections.Concurrent;
using ElasticGrains.Cli.Chaos.Faults;

namespace ElasticGrains.Cli.Chaos.Network;

/// <summary>Who is cut from whom now. The links ask it about every part that they pass on.</summary>
internal sealed class CutBoard(int seed)
{
    // The usual shortest time after which Linux sends a packet again.
    private const int LateMilliseconds = 200;
    private const int OneInSoMany = 20;
    private const int MostDelay = 40;

    private readonly ConcurrentDictionary<(string, string), Cut> _cuts = new();
    private readonly ConcurrentDictionary<Link, (string, string)> _links = new();
    private readonly Random _random = new(seed);

    /// <summary>Cuts two from each other, in place of what was cut between them before.</summary>
    /// <param name="one">The one.</param>
    /// <param name="other">The other.</param>
    /// <param name="mode">What becomes of what is sent.</param>
    /// <param name="oneWay">True when that holds only for what <paramref name="one"/> sends.</param>
    /// <returns>Heals it when disposed of, unless another cut has taken its place.</returns>
    public IDisposable Set(string one, string other, CutMode mode, bool oneWay = false)
    {
        (string From, string To)[] ways = oneWay ? [(one, other)] : [(one, other), (other, one)];
        var cuts = ways.Select(way => KeyValuePair.Create(way, Place(way, mode))).ToList();
        if (mode == CutMode.Reset)
        {
            foreach (var (link, its) in _links)
            {
                if (its == PairOf(one, other))
                {
                    link.Reset();
                }
            }
        }

        return new Healing(this, cuts);
    }

    public void HealAll()
    {
        foreach (var cut in _cuts)
        {
            Heal(cut);
        }
    }

    /// <summary>A link that is open until it is removed.</summary>
    public void Add(Link link, string one, string other) => _links[link] = PairOf(one, other);

    public void Remove(Link link) => _links.TryRemove(link, out _);

    /// <summary>Returns when a part that one sends to the other may pass; false when the connection is to be reset.</summary>
    public async Task<bool> PassAsync(string from, string to)
    {
        while (_cuts.TryGetValue((from, to), out var cut))
        {
            switch (cut.Mode)
            {
                case CutMode.Reset:
                    return false;
                case CutMode.Slow:
                    await Task.WhenAny(Task.Delay(Delay(), TimeProvider.System), cut.Healed.Task);
                    return true;
                default:
                    await cut.Healed.Task;
                    break;
            }
        }

        return true;
    }

    private static (string, string) PairOf(string one, string other) => string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);

    private TimeSpan Delay()
    {
        lock (_random)
        {
            return TimeSpan.FromMilliseconds(_random.Next(MostDelay) + (_random.Next(OneInSoMany) == 0 ? LateMilliseconds : 0));
        }
    }

    private Cut Place((string, string) way, CutMode mode)
    {
        var cut = new Cut(mode, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Cut? replaced = null;
        _cuts.AddOrUpdate(
            way,
            cut,
            (_, before) =>
            {
                replaced = before;
                return cut;
            });

        // Who waits for it looks again, and finds this one.
        replaced?.Healed.TrySetResult();
        return cut;
    }

    private void Heal(KeyValuePair<(string, string), Cut> cut)
    {
        if (_cuts.TryRemove(cut))
        {
            cut.Value.Healed.TrySetResult();
        }
    }

    private sealed record Cut(CutMode Mode, TaskCompletionSource Healed);

    private sealed class Healing(CutBoard board, List<KeyValuePair<(string, string), Cut>> cuts) : IDisposable
    {
        public void Dispose() => cuts.ForEach(board.Heal);
    }
}
