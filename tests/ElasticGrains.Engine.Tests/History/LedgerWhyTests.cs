using ElasticGrains.Engine.History;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Tests.History;

/// <summary>What a ledger alone says of why its job stands where it stands.</summary>
public class LedgerWhyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Failure Broke = new(FailureFault.Kernel, "kernel", "It broke.");

    [Fact]
    public void Why_OfAFailedJob_HasTheOutcomeItsRangesAndTheFirstFailures()
    {
        var why = Of(
            new LedgerEvent.Planned(2), Granted(1, 1), Failed(1, 1), Granted(1, 2), Failed(1, 2), new LedgerEvent.Quarantined(1, new ItemRange(5, 10), Broke, Noon),
            new LedgerEvent.Finished(new JobOutcome { Phase = JobPhase.Failed, Failure = Broke, Quarantined = [new ItemRange(5, 10)] }, null, Noon.AddHours(1)));

        Assert.Equal([JobReasons.Failed, JobReasons.GivenUp, JobReasons.AttemptFailed, JobReasons.AttemptFailed], why.Reasons.Select(reason => reason.Kind));
        Assert.Equal(("It broke.", Noon.AddHours(1)), (why.Reasons[0].Text, why.Reasons[0].Since));
        Assert.Equal("Items [5, 10) of shard 1 were given up after attempt 2: It broke.", why.Reasons[1].Text);
        Assert.Equal("Attempt 1 of shard 1 failed on s1: It broke.", why.Reasons[2].Text);
    }

    [Fact]
    public void Why_OfACancelledJob_HasTheReason()
    {
        var failure = new Failure(FailureFault.Grid, "cancelled", "too dear");
        var why = Of(new LedgerEvent.Planned(2), new LedgerEvent.Finished(new JobOutcome { Phase = JobPhase.Cancelled, Failure = failure }, null, Noon));

        Assert.Equal("Somebody asked for its end: too dear", Assert.Single(why.Reasons).Text);
    }

    [Fact]
    public void Why_OfAnInterruptedJob_SaysWhatRanAndWhatWaits()
    {
        var why = Of(new LedgerEvent.Planned(4), Granted(0, 1), Granted(1, 1));

        Assert.Equal(["By the ledger 2 attempts run: 2 on s1.", "By the ledger 2 shards wait for a slot."], why.Reasons.Select(reason => reason.Text));
        Assert.Equal(JobReasons.CancelAsked, Of("stop it", new LedgerEvent.Planned(4)).Reasons[0].Kind);
    }

    [Fact]
    public void Why_OfAJobWithLostAttempts_CountsThemByReason()
    {
        var lost = new LedgerEvent.AttemptEnded(0, 1, AttemptEnd.Lost, null, Noon) { Why = LedgerReasons.SiloDied, Death = new SiloDeath("s1", Noon, 0, false) };
        var why = Of(
            new LedgerEvent.Planned(2), Granted(0, 1), Granted(1, 1), lost, lost with { Shard = 1 },
            new LedgerEvent.Finished(new JobOutcome { Phase = JobPhase.Cancelled }, null, Noon));

        Assert.Equal("2 attempts were lost and ran again: 2 because silo s1 died.", why.Reasons[^1].Text);
    }

    [Fact]
    public void Why_OfAReopenedJob_ForgetsWhatWasBefore()
    {
        var why = Of(
            new LedgerEvent.Planned(1), Granted(0, 1), Failed(0, 1), new LedgerEvent.Quarantined(0, new ItemRange(0, 10), Broke, Noon),
            new LedgerEvent.Finished(new JobOutcome { Phase = JobPhase.Failed, Failure = Broke }, null, Noon), new LedgerEvent.Reopened(Noon));

        Assert.Equal([JobReasons.Slots], why.Reasons.Select(reason => reason.Kind));
    }

    private static LedgerEvent Granted(int shard, long attempt) => new LedgerEvent.Granted(shard, attempt, "s1", 0, Noon);

    private static LedgerEvent Failed(int shard, long attempt) => new LedgerEvent.AttemptEnded(shard, attempt, AttemptEnd.Failed, Broke, Noon);

    private static JobWhy Of(params LedgerEvent[] events) => Of(null, events);

    private static JobWhy Of(string? cancel, params LedgerEvent[] events)
    {
        var spec = new JobSpec { Id = "j", Kernel = "k", KernelVersion = 1, Input = default };
        return LedgerWhy.Of(new JobHistory("j", 1, [new LedgerEvent.Accepted(spec, "hash", 10, Noon), .. events]), cancel);
    }
}
