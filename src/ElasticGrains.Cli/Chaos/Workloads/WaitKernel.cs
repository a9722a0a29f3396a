using System.Globalization;
using ElasticGrains.Kernels;

namespace ElasticGrains.Cli.Chaos.Workloads;

/// <summary>
/// Hashes item numbers and takes its time: many slots are busy on a small machine. Part of every silo of this program, for <c>eg chaos</c>;
/// it leaves traces outside of the grid, so that one can tell what was computed more than once.
/// </summary>
internal sealed class WaitKernel : RangeKernel<WaitInput, WaitTally, WaitTally>
{
    private static readonly ManualResetEventSlim Never = new();

    public override string Name => "chaos-wait";

    public override long Count(WaitInput input) => input.Items;

    public override WaitTally Identity() => WaitTally.Empty;

    public override WaitTally Compute(WaitInput input, ItemRange range)
    {
        var tally = WaitTally.Empty;
        using var trace = input.Traces is { } directory ? Open(directory) : null;
        for (var item = range.Start; item < range.End; item++)
        {
            Never.Wait(input.Milliseconds);
            tally = tally.Then(item);
            trace?.WriteByte(1);
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

    // Without a buffer: what was written outlives a kill. One file for each thread, so that none waits for another.
    private static FileStream Open(string directory) => new(
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Environment.CurrentManagedThreadId}")),
        FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
}
