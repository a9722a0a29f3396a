namespace ElasticGrains.Accelerators.Compute;

/// <summary>Refuses arrays that do not fit each other.</summary>
internal static class ArrayLengths
{
    public static void Check(int given, int length)
    {
        if (given != length)
        {
            throw new ArgumentException($"There are {given} numbers for an array of {length}.");
        }
    }

    public static void CheckRounds(int rounds)
    {
        if (rounds < 0 || rounds % 4 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(rounds), rounds, "It must be a multiple of four, from 0.");
        }
    }

    public static ArgumentException Foreign() => new("The array is another device's.");

    public static void CheckEqual(int weights, params ReadOnlySpan<int> others)
    {
        foreach (var other in others)
        {
            if (other != weights)
            {
                throw new ArgumentException($"There are {weights} weights, and {other} numbers for them.");
            }
        }
    }
}
