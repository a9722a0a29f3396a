using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Ledger;

/// <summary>Jobs that failed or were cancelled go on.</summary>
public abstract partial class JobLedgerContract
{
    [Fact]
    public async Task Reopen_OfAFailedJob_LetsANewWriterRunTheRest()
    {
        await StartAsync(20);
        LedgerEvent[] first =
        [
            new LedgerEvent.Planned(2), Granted(0, 1), Granted(1, 1), Committed(1, 0, 1, 0, 4), Ended(0, 1, AttemptEnd.Failed),
            new LedgerEvent.Quarantined(0, new ItemRange(4, 10), Broke, Noon), Failed(new ItemRange(4, 10)),
        ];
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend(Job, 1, 1, first))).Status);

        Assert.Equal(ReopenOutcome.Reopened, await Ledger.ReopenAsync(Job, "other"));
        Assert.Equal(ReopenOutcome.NotEnded, await Ledger.ReopenAsync(Job, "other"));
        Assert.Equal(JobPhase.Running, (await Ledger.FindAsync(Job))!.Entry.Phase);
        Assert.Equal([Job], await Ledger.ListUnfinishedAsync());
        var history = (await Ledger.ReadHistoryAsync(Job))!;
        Assert.Equal((2, "other"), (history.WriterEpoch, Assert.IsType<LedgerEvent.WriterTaken>(history.Events[^1]).Writer));
        Assert.IsType<LedgerEvent.Reopened>(history.Events[^2]);

        Assert.Equal(AppendStatus.Fenced, (await Ledger.AppendAsync(new JobAppend(Job, 1, 2, [Committed(2, 1, 1, 10, 12)]))).Status);
        Assert.Equal(AppendStatus.Rejected, (await Ledger.AppendAsync(new JobAppend(Job, 2, 1, [Committed(2, 1, 1, 10, 12)]))).Status);
        LedgerEvent[] rest = [Granted(0, 2), Granted(1, 2), Committed(2, 0, 2, 4, 10), Committed(3, 1, 2, 10, 20), Ended(0, 2), Ended(1, 2), Succeeded()];
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend(Job, 2, 1, rest))).Status);
        Assert.Equal(ReopenOutcome.Succeeded, await Ledger.ReopenAsync(Job, "other"));
    }

    [Fact]
    public async Task Reopen_OfACancelledJob_ForgetsTheCancellation()
    {
        await StartAsync(20);
        await Ledger.RequestCancelAsync(Job, "enough");
        var cancelled = new LedgerEvent.Finished(new JobOutcome { Phase = JobPhase.Cancelled }, null, Noon);
        await Ledger.AppendAsync(new JobAppend(Job, 1, 1, [cancelled]));

        Assert.Equal(ReopenOutcome.Reopened, await Ledger.ReopenAsync(Job, "other"));
        Assert.Null(await Ledger.ReadCancelRequestAsync(Job));
        Assert.Equal(JobPhase.Accepted, (await Ledger.FindAsync(Job))!.Entry.Phase);
    }

    [Fact]
    public async Task Reopen_OfNoJob_SaysSo() => Assert.Equal(ReopenOutcome.NoSuchJob, await Ledger.ReopenAsync(Job, "me"));
}
