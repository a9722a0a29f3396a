using ElasticGrains.Runtime.Jobs;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class JobTicksTests
{
    [Theory]
    [InlineData(0, 0.45)]
    [InlineData(249, 0.45)]
    [InlineData(1_100, 1.45)]
    [InlineData(1_000_000, 5)]
    public void WaitingBeside_ManyOpenJobs_IsLonger(int open, double seconds)
    {
        var pause = JobTicks.WaitingBeside(open);

        Assert.Equal(seconds, pause.TotalSeconds, precision: 6);
    }
}
