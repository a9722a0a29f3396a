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
        var writer = new LedgerEvent.WriterTaken(1, "me", Noon);
        Assert.Equal(AcceptOutcome.Accepted, await Ledger.AcceptAsWriterAsync(Accepted(Job, 10), writer));
        var history = (await Ledger.ReadHistoryAsync(Job))!;
        Assert.Equal(1, history.WriterEpoch);
        Assert.Equal(writer, history.Events[1]);
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend(Job, 1, 1, [new LedgerEvent.Planned(1)]))).Status);

        var other = writer with { Writer = "other" };
        Assert.Equal(AcceptOutcome.Exists, await Ledger.AcceptAsWriterAsync(Accepted(Job, 10), other));
        Assert.Equal(AcceptOutcome.Conflict, await Ledger.AcceptAsWriterAsync(Accepted(Job, 10, input: "{\"a\":1}"), other));
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend(Job, 1, 2, [Granted(0, 1)]))).Status);
    }

    [Fact]
    public async Task AcceptAsWriter_WithAFirstAppend_WritesBothOrNeither()
    {
        var writer = new LedgerEvent.WriterTaken(1, "me", Noon);
        var first = new JobAppend(Job, 1, 1, [new LedgerEvent.Planned(1), Granted(0, 1)]);
        Assert.Equal(AcceptOutcome.Accepted, await Ledger.AcceptAsWriterAsync(Accepted(Job, 10), writer, first));
        Assert.Equal(4, (await Ledger.ReadHistoryAsync(Job))!.Events.Count);
        Assert.Equal(AppendStatus.Duplicate, (await Ledger.AppendAsync(first)).Status);

        Assert.Equal(AcceptOutcome.Exists, await Ledger.AcceptAsWriterAsync(Accepted(Job, 10), writer, first));
        Assert.Equal(4, (await Ledger.ReadHistoryAsync(Job))!.Events.Count);
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend(Job, 1, 2, [Committed(1, 0, 1, 0, 10)]))).Status);
    }

    [Fact]
    public async Task AcceptAsWriter_WithWhatCannotBeFirst_IsRefusedAndLeavesNothing()
    {
        var writer = new LedgerEvent.WriterTaken(1, "me", Noon);
        var accepted = Accepted(Job, 10);
        await Assert.ThrowsAsync<ArgumentException>(() => Ledger.AcceptAsWriterAsync(accepted, writer with { Epoch = 2 }));
        await Assert.ThrowsAsync<ArgumentException>(() => Ledger.AcceptAsWriterAsync(accepted, writer, new JobAppend(Job, 1, 1, [Granted(0, 1)])));
        await Assert.ThrowsAsync<ArgumentException>(() => Ledger.AcceptAsWriterAsync(accepted, writer, new JobAppend("another", 1, 1, [new LedgerEvent.Planned(1)])));
        Assert.Null(await Ledger.FindAsync(Job));
    }
}
