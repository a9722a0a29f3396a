namespace ElasticGrains.Cli.Chaos.Faults;

/// <summary>When which faults happen: a pure function of the seed. They come as rain does, each without regard to the others.</summary>
internal static class FaultSchedule
{
    /// <summary>The kinds that happen unless others are asked for.</summary>
    public static IReadOnlyList<FaultKind> Usual { get; } = [.. Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.All)];

    /// <summary>Of how many faults of all kinds how many are of this one.</summary>
    public static int WeightOf(FaultKind kind) => kind switch
    {
        FaultKind.Kill => 6,
        FaultKind.Freeze => 4,
        FaultKind.Drain => 4,
        FaultKind.Join => 2,
        FaultKind.Cut => 4,
        FaultKind.Database => 2,
        _ => 1,
    };

    /// <summary>The shortest and the longest that a fault of this kind lasts, in seconds.</summary>
    public static (double Least, double Most) LengthOf(FaultKind kind) => kind switch
    {
        FaultKind.Kill => (0.5, 5),
        FaultKind.Freeze => (1, 30),
        FaultKind.Drain => (0, 2),
        FaultKind.Cut => (1, 20),
        FaultKind.Database => (0, 8),
        FaultKind.All => (0.5, 3),
        _ => (0, 0),
    };

    /// <summary>The faults in the order of their times.</summary>
    /// <param name="seed">The same seed with the same other arguments gives the same faults.</param>
    /// <param name="length">All of them begin before this.</param>
    /// <param name="every">The mean time between two.</param>
    /// <param name="kinds">What may happen; at least one.</param>
    public static IReadOnlyList<Fault> Of(int seed, TimeSpan length, TimeSpan every, IReadOnlyCollection<FaultKind> kinds)
    {
        var random = new Random(seed);
        var allowed = kinds.Distinct().Order().ToList();
        var faults = new List<Fault>();
        for (var at = Gap(); at < length; at += Gap())
        {
            faults.Add(Draw(at));
        }

        return faults;

        // The times between the events of a Poisson process are exponential.
        TimeSpan Gap() => every * -Math.Log(1 - random.NextDouble());

        // Every fault draws as often, whatever its kind.
        Fault Draw(TimeSpan at)
        {
            var kind = KindOf(random.Next(allowed.Sum(WeightOf)));
            var (least, most) = LengthOf(kind);
            return new Fault(
                at,
                kind,
                TimeSpan.FromSeconds(least + ((most - least) * random.NextDouble())),
                random.NextDouble(),
                random.NextDouble(),
                Returns: random.NextDouble() < 0.75,
                (CutFrom)random.Next(Enum.GetValues<CutFrom>().Length),
                (CutMode)random.Next(Enum.GetValues<CutMode>().Length));
        }

        FaultKind KindOf(int draw)
        {
            foreach (var kind in allowed)
            {
                draw -= WeightOf(kind);
                if (draw < 0)
                {
                    return kind;
                }
            }

            return allowed[^1];
        }
    }
}
