using System.Numerics;

namespace ElasticGrains.Testing.Simulation;

/// <summary>A seeded stream of chance: xoshiro256** (Blackman and Vigna, prng.di.unimi.it), seeded by SplitMix64. The same on every machine.</summary>
internal sealed class SimulationRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public SimulationRandom(long seed)
    {
        var state = (ulong)seed;
        (_a, _b, _c, _d) = (Split(ref state), Split(ref state), Split(ref state), Split(ref state));
    }

    /// <summary>SplitMix64 of one number: a hash that spreads neighbours.</summary>
    public static ulong Mix(ulong value) => Split(ref value);

    /// <summary>0 … <paramref name="below"/> − 1.</summary>
    public int Next(int below) => (int)((Next() >> 32) * (ulong)below >> 32);

    /// <summary>Between the two, the upper one excluded.</summary>
    public int Between(int from, int below) => from + Next(below - from);

    /// <summary>A time between two numbers of milliseconds, in ticks.</summary>
    public long Millis(double from, double below) => (long)((from + (Unit() * (below - from))) * TimeSpan.TicksPerMillisecond);

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(IReadOnlyList<T> from) => from[Next(from.Count)];

    private static ulong Split(ref ulong state)
    {
        var mixed = state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    private double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    private ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }
}
