using System.Globalization;
using ElasticGrains.Kernels;

namespace ElasticGrains.Cli.Bench;

/// <summary>Waits, adds up item numbers, and writes down when each item began and ended, past the grid.</summary>
internal sealed class WaitingKernel : RangeKernel<WaitingInput, WaitingSum, WaitingSum>
{
    private static readonly ManualResetEventSlim Never = new();

    public override string Name => "bench-waiting";

    public override long Count(WaitingInput input) => input.Items;

    public override WaitingSum Identity() => new(0, 0);

    public override WaitingSum Compute(WaitingInput input, ItemRange range)
    {
        var trace = Path.Combine(input.Traces, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Environment.CurrentManagedThreadId}"));
        var sum = 0L;
        for (var item = range.Start; item < range.End; item++)
        {
            WaitingTrace.Write(trace, item, isEnd: false);
            Never.Wait(input.Milliseconds);
            sum += item;
            WaitingTrace.Write(trace, item, isEnd: true);
        }

        return new WaitingSum(range.Length, sum);
    }

    public override WaitingSum Combine(WaitingSum left, WaitingSum right) => new(left.Items + right.Items, left.Sum + right.Sum);

    public override WaitingSum Finish(WaitingInput input, WaitingSum whole) => whole;
}
