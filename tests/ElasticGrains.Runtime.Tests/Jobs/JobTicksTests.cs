using ElasticGrains.Engine.Jobs;
using ElasticGrains.Runtime.Jobs;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class JobTicksTests
{
    [Theory]
    [InlineData(0, 0.45)]
    [InlineData(999, 0.45)]
    [InlineData(5_500, 0.95)]
    [InlineData(10_000, 1.45)]
    [InlineData(1_000_000, 1.5)]
    public void WaitingBeside_ManyOpenJobs_IsLongerAndNeverLooksLikeAFreeze(int open, double seconds)
    {
        var pause = JobTicks.WaitingBeside(open);

        Assert.Equal(seconds, pause.TotalSeconds, precision: 6);
        Assert.True(pause < JobTimings.Default.OwnFreeze);
    }
}
