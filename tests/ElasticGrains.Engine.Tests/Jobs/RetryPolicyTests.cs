using CsCheck;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;

namespace ElasticGrains.Engine.Tests.Jobs;

public class RetryPolicyTests
{
    private static readonly Failure Passing = new(FailureFault.Kernel, "kernel", "It failed.");

    [Theory]
    [InlineData(1, 200)]
    [InlineData(2, 400)]
    [InlineData(3, 800)]
    [InlineData(8, 25_600)]
    [InlineData(9, 30_000)]
    [InlineData(int.MaxValue, 30_000)]
    public void Pause_FailuresInARow_DoublesUpToTheLimit(int failures, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), RetryPolicy.Pause(JobPolicy.Default, failures));

    [Fact]
    public void Pause_AnyPolicy_LiesBetweenItsBounds() => Gen.Select(Gen.Long[0, TimeSpan.MaxValue.Ticks], Gen.Long[0, TimeSpan.MaxValue.Ticks], Gen.Int[0, 1000])
        .Sample((one, other, failures) =>
        {
            var policy = new JobPolicy { Backoff = TimeSpan.FromTicks(Math.Min(one, other)), MaxBackoff = TimeSpan.FromTicks(Math.Max(one, other)) };
            var pause = RetryPolicy.Pause(policy, failures);
            return pause >= TimeSpan.Zero && pause <= policy.MaxBackoff && pause <= RetryPolicy.Pause(policy, failures + 1);
        });

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(5, true)]
    public void GivesUp_RetryableFailure_AfterAllAttempts(int failures, bool expected) =>
        Assert.Equal(expected, RetryPolicy.GivesUp(JobPolicy.Default, failures, Passing));

    [Theory]
    [InlineData(FailureFault.Input, "input")]
    [InlineData(FailureFault.Kernel, "contract")]
    [InlineData(FailureFault.Kernel, "unresponsive")]
    public void GivesUp_FailureThatNoRetryHelps_AtOnce(FailureFault fault, string kind) =>
        Assert.True(RetryPolicy.GivesUp(JobPolicy.Default, 1, new Failure(fault, kind, "No.")));
}
