using ElasticGrains.Kernels;

namespace ElasticGrains.Cli.Waiting;

/// <summary>
/// Hashes item numbers and takes its time. Part of every silo of this program, for <c>eg chaos</c> and <c>eg bench elastic</c>; it leaves
/// traces outside of the grid, so that one can tell what was computed when, and what more than once.
/// </summary>
internal sealed class WaitKernel : RangeKernel<WaitInput, WaitTally, WaitTally>
{
    private static readonly ManualResetEventSlim Never = new();

    public override string Name => "eg-wait";

    public override long Count(WaitInput input) => input.Items;

    public override WaitTally Identity() => WaitTally.Empty;

    public override WaitTally Compute(WaitInput input, ItemRange range)
    {
        var tally = WaitTally.Empty;
        using var trace = WaitTraceWriter.Open(input.Traces);
        for (var item = range.Start; item < range.End; item++)
        {
            trace?.Begin(item);
            Never.Wait(input.Milliseconds);
            tally = tally.Then(item);
            trace?.End(item);
        }

        return tally;
    }

    public override WaitTally Combine(WaitTally left, WaitTally right) => left.Then(right);

    public override WaitTally Finish(WaitInput input, WaitTally whole) => whole;

    public override void Validate(WaitInput input)
    {
        if (input is not { Items: >= 0, Milliseconds: >= 0 })
        {
            throw new KernelInputException($"Items is {input.Items} and Milliseconds {input.Milliseconds}; give 0 or more.");
        }
    }
}
