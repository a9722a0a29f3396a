namespace ElasticGrains.Testing.Tests.Kernels;

/// <summary>A polynomial over the items, each of which takes the processor some time: any loss, repetition or exchange of items shows in the answer.</summary>
public sealed class MixKernel : RangeKernel<MixInput, Mix, ulong>
{
    private const ulong Base = 6364136223846793005;

    public override long Count(MixInput input) => input.Items;

    public override Mix Identity() => new(0, 1);

    public override Mix Compute(MixInput input, ItemRange range)
    {
        var mix = Identity();
        for (var item = range.Start; item < range.End; item++)
        {
            mix = Combine(mix, new Mix(Of((ulong)item, input.Rounds), Base));
        }

        return mix;
    }

    public override Mix Combine(Mix left, Mix right) => unchecked(new((left.Value * right.Power) + right.Value, left.Power * right.Power));

    public override ulong Finish(MixInput input, Mix whole) => whole.Value;

    // Knuth's MMIX generator; each round needs the one before.
    private static ulong Of(ulong item, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            item = unchecked((item * Base) + 1442695040888963407);
        }

        return item;
    }
}
