namespace ElasticGrains.Cli.Waiting;

/// <summary>A polynomial hash of item numbers: any loss, repetition or exchange of items shows in it.</summary>
/// <param name="Items">How many items.</param>
/// <param name="Hash">Their hash, modulo 2⁶⁴.</param>
/// <param name="Power">The base to the power of their number, modulo 2⁶⁴.</param>
public sealed record WaitTally(long Items, ulong Hash, ulong Power)
{
    // The golden ratio's bits: odd, so that no power of it is zero.
    private const ulong Base = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Of no item.</summary>
    public static WaitTally Empty { get; } = new(0, 0, 1);

    /// <summary>Of the items from 0 on.</summary>
    public static WaitTally Of(long items)
    {
        var tally = Empty;
        for (var item = 0L; item < items; item++)
        {
            tally = tally.Then(item);
        }

        return tally;
    }

    /// <summary>A number that looks like chance, and is always the same of the same one.</summary>
    public static ulong Mix(ulong number) => unchecked((number + 1) * Base * (number | 1));

    /// <summary>With one item more.</summary>
    public WaitTally Then(long item) => new(Items + 1, unchecked((Hash * Base) + (ulong)item + 1), unchecked(Power * Base));

    /// <summary>With those that follow.</summary>
    public WaitTally Then(WaitTally right) => new(Items + right.Items, unchecked((Hash * right.Power) + right.Hash), unchecked(Power * right.Power));
}
