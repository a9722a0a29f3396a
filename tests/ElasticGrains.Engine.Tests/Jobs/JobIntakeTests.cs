using ElasticGrains.Engine.Jobs;

namespace ElasticGrains.Engine.Tests.Jobs;

public class JobIntakeTests
{
    private DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Intake_WithRoom_TakesJobs()
    {
        var intake = Full(new JobIntake(3), jobs: 2);

        Assert.Null(intake.FullFor(_now));
    }

    [Fact]
    public void Intake_Full_TakesNoneUntilOneLeaves()
    {
        var intake = Full(new JobIntake(3), jobs: 3);
        Assert.NotNull(intake.FullFor(_now));

        intake.Leave(_now);
        Assert.Null(intake.FullFor(_now));
    }

    [Fact]
    public void Wait_OfAFullIntake_IsWhatATenthOfItsJobsTakes()
    {
        // 100 jobs a second: a tenth of 5,000 takes 5 s.
        var intake = Full(new JobIntake(5000), jobs: 6000);
        for (var n = 0; n < 1000; n++)
        {
            _now += TimeSpan.FromMilliseconds(10);
            intake.Leave(_now);
        }

        Assert.Equal(5, intake.FullFor(_now)!.Value.TotalSeconds, precision: 1);
    }

    [Fact]
    public void Wait_WhenNothingEnds_IsAsLongAsNothingHasEnded()
    {
        var intake = Full(new JobIntake(10), jobs: 12);
        intake.Leave(_now);
        intake.Leave(_now);

        _now += TimeSpan.FromSeconds(20);
        Assert.Equal(TimeSpan.FromSeconds(20), intake.FullFor(_now));
    }

    [Fact]
    public void Wait_OfAnyIntake_LiesBetweenASecondAndAMinute()
    {
        Assert.Equal(TimeSpan.FromMinutes(1), Full(new JobIntake(1), jobs: 1).FullFor(_now));

        var quick = Full(new JobIntake(1), jobs: 3);
        quick.Leave(_now);
        quick.Leave(_now);
        Assert.Equal(TimeSpan.FromSeconds(1), quick.FullFor(_now));
    }

    private static JobIntake Full(JobIntake intake, int jobs)
    {
        for (var n = 0; n < jobs; n++)
        {
            intake.Enter();
        }

        return intake;
    }
}
