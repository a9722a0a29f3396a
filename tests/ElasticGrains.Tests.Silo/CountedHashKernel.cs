using System.Globalization;
using ElasticGrains.Kernels;

namespace ElasticGrains.Tests.Silo;

/// <summary>As <see cref="PacedHashKernel"/>, and writes down how many items it has computed.</summary>
public sealed class CountedHashKernel : RangeKernel<CountedInput, HashTally, HashTally>
{
    public override long Count(CountedInput input) => input.Items;

    public override HashTally Identity() => HashTally.Empty;

    public override HashTally Compute(CountedInput input, ItemRange range)
    {
        var tally = HashTally.Empty;
        var trace = Path.Combine(input.Traces, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Environment.CurrentManagedThreadId}"));
        for (var item = range.Start; item < range.End; item++)
        {
            Pace.Wait(item < input.DearItems ? input.Milliseconds * input.DearBy : input.Milliseconds);
            tally = tally.Then(item);
            File.AppendAllText(trace, "1\n");
        }

        return tally;
    }

    public override HashTally Combine(HashTally left, HashTally right) => left.Then(right);

    public override HashTally Finish(CountedInput input, HashTally whole) => whole;
}
