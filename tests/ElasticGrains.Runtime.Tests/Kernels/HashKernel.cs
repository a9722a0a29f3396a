using ElasticGrains.Kernels;

namespace ElasticGrains.Runtime.Tests.Kernels;

/// <summary>A polynomial hash of the item numbers: any loss, repetition or exchange of items shows in the answer.</summary>
public sealed class HashKernel(ProbedKernels probes) : RangeKernel<HashInput, HashTally, HashTally>
{
    public HashKernel()
        : this(new ProbedKernels())
    {
    }

    public override long Count(HashInput input) => input.Items;

    public override HashTally Identity() => HashTally.Empty;

    public override HashTally Compute(HashInput input, ItemRange range)
    {
        var tally = HashTally.Empty;
        for (var item = range.Start; item < range.End; item++)
        {
            probes.Enter(input.Probe, item, input.Pause);
            tally = tally.Then(item);
        }

        return tally;
    }

    public override HashTally Combine(HashTally left, HashTally right) => left.Then(right);

    public override HashTally Finish(HashInput input, HashTally whole) => whole;
}
