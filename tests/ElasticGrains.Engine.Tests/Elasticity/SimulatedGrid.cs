using ElasticGrains.Elasticity;
using ElasticGrains.Engine.Elasticity;

namespace ElasticGrains.Engine.Tests.Elasticity;

/// <summary>A grid that follows its signal under a load that comes from outside, second by second.</summary>
internal sealed class SimulatedGrid(ScaleLimits limits, int slots, Random random)
{
    private const int StartTakes = 3;

    private readonly List<(string Name, DateTimeOffset JoinsAt)> _silos = [];
    private int _started;

    public ScaleSignal Signal { get; } = new();

    public DateTimeOffset Now { get; private set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How many silos there are, those that start, too.</summary>
    public int Size => _silos.Count;

    /// <summary>How often a silo was started or removed.</summary>
    public int Changes { get; private set; }

    public SimulatedGrid WithSilos(int count)
    {
        for (; count > 0; count--)
        {
            _silos.Add(($"s{++_started:000}", Now));
        }

        return this;
    }

    /// <summary>A second passes under a load of so many slots; the signal is followed.</summary>
    public (GridLoad Load, ScaleAdvice Advice) Step(int demand)
    {
        Now += TimeSpan.FromSeconds(1);
        var load = Spread(demand);
        Signal.Observe(load, Now);
        var advice = Signal.Advise(load, limits, Now);
        while (_silos.Count < advice.WantedSilos)
        {
            _silos.Add(($"s{++_started:000}", Now + TimeSpan.FromSeconds(StartTakes)));
            Changes++;
        }

        if (advice.Remove is { } name)
        {
            Assert.Equal(1, _silos.RemoveAll(silo => silo.Name == name));
            Changes++;
        }

        return (load, advice);
    }

    private GridLoad Spread(int demand)
    {
        var joined = _silos.Where(silo => silo.JoinsAt <= Now).ToList();
        var busy = joined.SelectMany(silo => Enumerable.Repeat(silo.Name, slots)).OrderBy(_ => random.Next()).Take(demand).ToLookup(name => name);
        var waiting = Math.Max(0, demand - (joined.Count * slots));
        return new GridLoad(
            [.. joined.Select(silo => new SiloLoad(silo.Name, slots, busy[silo.Name].Count()) { StartedAt = silo.JoinsAt, Jobs = random.Next(2), Attempts = busy[silo.Name].Count() })],
            waiting,
            waiting > 0 ? 1 : 0,
            waiting > 0 ? Now : null);
    }
}
