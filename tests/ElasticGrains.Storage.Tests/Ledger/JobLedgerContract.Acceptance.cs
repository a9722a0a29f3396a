using ElasticGrains.Ledger;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Ledger;

/// <summary>How jobs get into a ledger.</summary>
public abstract partial class JobLedgerContract
{
    [Fact]
    public async Task Accept_TheSameSpecAgain_Attaches()
    {
        Assert.Equal(AcceptOutcome.Accepted, await Ledger.AcceptAsync(Accepted(Job, 10)));
        Assert.Equal(AcceptOutcome.Exists, await Ledger.AcceptAsync(Accepted(Job, 10, at: Noon.AddDays(1))));
        Assert.Equal(AcceptOutcome.Conflict, await Ledger.AcceptAsync(Accepted(Job, 10, "{\"other\":1}")));
        Assert.Single((await Ledger.ReadHistoryAsync(Job))!.Events);
    }

    [Fact]
    public async Task AcceptAsWriter_OfANewJob_MakesTheCallerItsWriter()
    {
        var accepted = await Ledger.AcceptAsWriterAsync(Accepted(Job, 10), "me");
        Assert.Equal(AcceptOutcome.Accepted, accepted.Outcome);
        Assert.Equal(1, accepted.Writer!.Epoch);
        var history = (await Ledger.ReadHistoryAsync(Job))!;
        Assert.Equal(1, history.WriterEpoch);
        Assert.Equal(accepted.Writer, history.Events[1]);
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend(Job, 1, 1, [new LedgerEvent.Planned(1)]))).Status);

        Assert.Equal(new AcceptedJob(AcceptOutcome.Exists, null), await Ledger.AcceptAsWriterAsync(Accepted(Job, 10), "other"));
        Assert.Equal(new AcceptedJob(AcceptOutcome.Conflict, null), await Ledger.AcceptAsWriterAsync(Accepted(Job, 10, input: "{\"a\":1}"), "other"));
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend(Job, 1, 2, [Granted(0, 1)]))).Status);
    }
}
