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

    public void Set(string one, string other, CutMode mode)
    {
        var pair = PairOf(one, other);
        Heal(one, other);
        _cuts[pair] = new Cut(mode, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (mode == CutMode.Reset)
        {
            foreach (var (link, its) in _links)
            {
                if (its == pair)
                {
                    link.Reset();
                }
            }
        }
    }

    public void Heal(string one, string other)
    {
        if (_cuts.TryRemove(PairOf(one, other), out var cut))
        {
            cut.Healed.SetResult();
        }
    }

    public void HealAll()
    {
        foreach (var (one, other) in _cuts.Keys)
        {
            Heal(one, other);
        }
    }

    /// <summary>A link that is open until it is removed.</summary>
    public void Add(Link link, string one, string other) => _links[link] = PairOf(one, other);

    public void Remove(Link link) => _links.TryRemove(link, out _);

    /// <summary>Returns when a part may pass; false when the connection is to be reset.</summary>
    public async Task<bool> PassAsync(string one, string other)
    {
        while (_cuts.TryGetValue(PairOf(one, other), out var cut))
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

    private sealed record Cut(CutMode Mode, TaskCompletionSource Healed);
}
