namespace ElasticGrains.Tests.Silo;

/// <summary>A polynomial hash of item numbers: any loss, repetition or exchange of items shows in it.</summary>
/// <param name="Items">How many items.</param>
/// <param name="Hash">Their hash.</param>
/// <param name="Power">The base to the power of their number.</param>
public sealed record HashTally(long Items, ulong Hash, ulong Power)
{
    private const ulong Base = 0x9E37_79B9_7F4A_7C15;

    public static HashTally Empty { get; } = new(0, 0, 1);

    /// <summary>Of the items from 0 on.</summary>
    public static HashTally Of(long items)
    {
        var tally = Empty;
        for (var item = 0L; item < items; item++)
        {
            tally = tally.Then(item);
        }

        return tally;
    }

    public HashTally Then(long item) => new(Items + 1, unchecked((Hash * Base) + (ulong)item + 1), unchecked(Power * Base));

    public HashTally Then(HashTally right) => new(Items + right.Items, unchecked((Hash * right.Power) + right.Hash), unchecked(Power * right.Power));
}
