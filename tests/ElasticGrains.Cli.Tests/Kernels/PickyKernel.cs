using ElasticGrains.Kernels;

namespace ElasticGrains.Cli.Tests.Kernels;

/// <summary>Counts items and cannot stand one of them: a user's kernel in a user's program, which these tests are.</summary>
public sealed class PickyKernel : RangeKernel<PickyInput, long, long>
{
    public override long Count(PickyInput input) => input.Items;

    public override long Identity() => 0;

    public override long Compute(PickyInput input, ItemRange range) => range.Contains(input.Bad)
        ? throw new InvalidTimeZoneException($"no zone for item {input.Bad}", new FormatException("it has no sign"))
        : range.Length + (input.Drifts ? Environment.ProcessId : 0);

    public override long Combine(long left, long right) => left + right;

    public override long Finish(PickyInput input, long whole) => whole;
}
