using System.Globalization;
using ElasticGrains.Kernels;

namespace ElasticGrains.Cli.Waiting;

/// <summary>
/// Hashes item numbers and takes its time. Part of every silo of this program, for <c>eg chaos</c> and <c>eg bench elastic</c>; it leaves
/// traces outside of the grid, so that one can tell what was computed when, and what more than once.
/// </summary>
internal sealed class WaitKernel : WarmKernel<WaitInput, byte[], WaitTally, WaitTally>
{
    private static readonly ManualResetEventSlim Never = new();

    public override string Name => "eg-wait";

    public override long Count(WaitInput input) => input.Items;

    public override WaitTally Identity() => WaitTally.Empty;

    public override IWarmCodec<byte[]> WarmCodec => ArrayWarmCodec<byte>.Instance;

    public override string WarmKey(WaitInput input) => input.WarmBytes.ToString(CultureInfo.InvariantCulture);

    public override byte[] Warm(WaitInput input)
    {
        WaitTrace.NoteMade(input);
        var warm = new byte[input.WarmBytes];
        for (var i = 0; i < warm.Length; i++)
        {
            warm[i] = ByteAt(i);
        }

        return warm;
    }

    public override WaitTally Compute(WaitInput input, byte[] warm, ItemRange range)
    {
        var tally = WaitTally.Empty;
        using var trace = WaitTraceWriter.Open(input.Traces);
        for (var item = range.Start; item < range.End; item++)
        {
            trace?.Begin(item);
            Never.Wait(input.Milliseconds * (input.Skew?.Times(item, Environment.ProcessId) ?? 1));
            LookInto(warm, item);
            tally = tally.Then(item);
            trace?.End(item);
        }

        return tally;
    }

    public override WaitTally Combine(WaitTally left, WaitTally right) => left.Then(right);

    public override WaitTally Finish(WaitInput input, WaitTally whole) => whole;

    public override void Validate(WaitInput input)
    {
        if (input is not { Items: >= 0, Milliseconds: >= 0, WarmBytes: >= 0 })
        {
            throw new KernelInputException($"Items is {input.Items}, Milliseconds {input.Milliseconds} and WarmBytes {input.WarmBytes}; give 0 or more.");
        }
    }

    private static void LookInto(byte[] warm, long item)
    {
        if (warm.Length > 0 && (int)(WaitTally.Mix((ulong)item) % (ulong)warm.Length) is var at && warm[at] != ByteAt(at))
        {
            throw new InvalidOperationException($"Byte {at} of the warm state is {warm[at]}, not {ByteAt(at)}: it was changed on its way.");
        }
    }

    private static byte ByteAt(int at) => (byte)(WaitTally.Mix((ulong)at) >> 56);
}
