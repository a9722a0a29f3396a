using System.Diagnostics;
using ElasticGrains.Kernels;

namespace ElasticGrains.Tests.Silo;

/// <summary>Counts its items, slowly, and dies of one of them as of a crash in native code: at once, with the whole process.</summary>
public sealed class KillerKernel : RangeKernel<KillerInput, long, long>
{
    public override long Count(KillerInput input) => input.Items;

    public override long Identity() => 0;

    public override long Compute(KillerInput input, ItemRange range)
    {
        for (var item = range.Start; item < range.End; item++)
        {
            Pace.Wait(input.Milliseconds);
            if (item == input.Killer)
            {
                using var process = Process.GetCurrentProcess();
                process.Kill();
            }
        }

        return range.Length;
    }

    public override long Combine(long left, long right) => left + right;

    public override long Finish(KillerInput input, long whole) => whole;
}
