namespace ElasticGrains.Runtime.Tests.Kernels;

/// <param name="Items">The number of items.</param>
/// <param name="Hash">The polynomial Σ mix(item)·Base^(items behind it), modulo 2⁶⁴.</param>
/// <param name="Power">Base^Items.</param>
public sealed record HashTally(long Items, ulong Hash, ulong Power)
{
    private const ulong Base = 6364136223846793005;

    public static HashTally Empty { get; } = new(0, 0, 1);

    public static HashTally Of(long items) => Empty.Then(new ItemRange(0, items));

    public HashTally Then(ItemRange range)
    {
        var tally = this;
        for (var item = range.Start; item < range.End; item++)
        {
            tally = tally.Then(item);
        }

        return tally;
    }

    public HashTally Then(long item) => unchecked(new(Items + 1, (Hash * Base) + (((ulong)item + 1) * 0x9E3779B97F4A7C15), Power * Base));

    public HashTally Then(HashTally right) => unchecked(new(Items + right.Items, (Hash * right.Power) + right.Hash, Power * right.Power));
}
