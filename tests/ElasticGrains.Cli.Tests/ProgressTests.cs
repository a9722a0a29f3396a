using ElasticGrains.Cli.Running;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Tests;

public class ProgressTests
{
    private static readonly JobStatus HalfDone = new() { Id = "j", Phase = JobPhase.Running, Items = 1000, Computed = 500 };

    [Fact]
    public void Line_RateIsNotKnownYet_LeavesItOut() => Assert.DoesNotContain("/s", Line(HalfDone with { Computed = 0 }, []), StringComparison.Ordinal);

    [Fact]
    public void Line_RateIsKnown_SaysWhatIsLeft() =>
        Assert.Contains("250 items/s, 2s left", Line(HalfDone, [HalfDone with { Computed = 0 }]), StringComparison.Ordinal);

    [Fact]
    public void Line_JobIsParked_GivesTheReasonAndNoTime()
    {
        var line = Line(HalfDone with { Parked = "no room" }, [HalfDone with { Computed = 0 }]);

        Assert.Contains("PARKED: no room", line, StringComparison.Ordinal);
        Assert.DoesNotContain("left", line, StringComparison.Ordinal);
    }

    /// <summary>The line of a status, two seconds after each of the earlier ones.</summary>
    private static string Line(JobStatus now, JobStatus[] earlier)
    {
        var meter = new RateMeter();
        var at = TimeSpan.Zero;
        foreach (var status in earlier)
        {
            meter.Add(at, status);
            at += TimeSpan.FromSeconds(2);
        }

        var (rate, left) = meter.Add(at, now);
        return new Progress(now, "items", rate, left, Preview: null).Line;
    }
}
