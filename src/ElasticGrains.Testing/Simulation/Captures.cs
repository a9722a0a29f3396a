using ElasticGrains.Blocks;
using ElasticGrains.Inputs;

namespace ElasticGrains.Testing.Simulation;

/// <summary>What becomes of the input of ranges that are given up.</summary>
internal static class Captures
{
    /// <summary>When the input of a range is captured, in ticks, and what came of it; null when that is never said.</summary>
    public static (long After, CapturedInput? Input)? Of(ItemRange range, World world)
    {
        var random = world.Random;
        if (world.Weather.IsStorm && random.Chance(0.1))
        {
            return null;
        }

        var input = new CapturedInput(range, DateTimeOffset.UnixEpoch);
        return random.Chance(0.7)
            ? (random.Millis(1, 400), input with { Block = new BlockHandle($"{range.Start}", range.Length, (ulong)range.End) })
            : (0, random.Chance(0.5) ? input with { Reason = "It was not to be." } : null);
    }
}
