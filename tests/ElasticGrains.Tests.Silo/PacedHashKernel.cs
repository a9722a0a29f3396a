using ElasticGrains.Kernels;

namespace ElasticGrains.Tests.Silo;

/// <summary>Hashes item numbers, slowly.</summary>
public sealed class PacedHashKernel : RangeKernel<PacedInput, HashTally, HashTally>
{
    public override long Count(PacedInput input) => input.Items;

    public override HashTally Identity() => HashTally.Empty;

    public override HashTally Compute(PacedInput input, ItemRange range)
    {
        var tally = HashTally.Empty;
        for (var item = range.Start; item < range.End; item++)
        {
            Pace.Wait(input.Milliseconds);
            tally = tally.Then(item);
        }

        return tally;
    }

    public override HashTally Combine(HashTally left, HashTally right) => left.Then(right);

    public override HashTally Finish(PacedInput input, HashTally whole) => whole;
}
