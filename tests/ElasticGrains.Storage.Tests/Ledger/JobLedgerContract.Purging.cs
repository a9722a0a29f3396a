using ElasticGrains.Ledger;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Ledger;

/// <summary>Tags, and jobs that are forgotten.</summary>
public abstract partial class JobLedgerContract
{
    [Fact]
    public async Task Accept_OfAJobWithTags_ListsThem()
    {
        var job = Accepted(Job, 10);
        var tags = new Dictionary<string, string> { ["team"] = "risk", ["a/b"] = "späte \"Läufe\"" };
        await Ledger.AcceptAsync(job with { Spec = job.Spec with { Tags = tags } });
        await Ledger.AcceptAsync(Accepted("plain", 10));

        var jobs = await Ledger.ListAsync();
        Assert.Equal(tags.OrderBy(tag => tag.Key), jobs.Single(entry => entry.Id == Job).Tags!.OrderBy(tag => tag.Key));
        Assert.Null(jobs.Single(entry => entry.Id == "plain").Tags);
        Assert.Equal("risk", (await Ledger.FindAsync(Job))!.Spec.Tags!["team"]);
    }

    [Fact]
    public async Task Purge_OfJobs_ForgetsThoseThatHaveEnded()
    {
        await StartAsync(10);
        await PlanAsync();
        LedgerEvent[] rest = [Granted(0, 1), Granted(1, 1), Committed(1, 0, 1, 0, 5), Committed(2, 1, 1, 5, 10), Ended(0, 1), Ended(1, 1), Succeeded()];
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend(Job, 1, 2, rest))).Status);
        await Ledger.AcceptAsync(Accepted("other", 10));

        Assert.Equal(1, await Ledger.PurgeAsync([Job, "other", "nobody"]));

        Assert.Null(await Ledger.FindAsync(Job));
        Assert.Null(await Ledger.ReadHistoryAsync(Job));
        Assert.Empty(await Ledger.ReadPartialsAsync(Job, 1, 10));
        Assert.Equal("other", Assert.Single(await Ledger.ListAsync()).Id);
        Assert.Equal(0, await Ledger.PurgeAsync([Job]));
    }

    [Fact]
    public async Task Purge_OfAJob_FreesItsId()
    {
        await StartAsync(10);
        await Ledger.AppendAsync(new JobAppend(Job, 1, 1, [Failed()]));
        await Ledger.PurgeAsync([Job]);

        Assert.Equal(AcceptOutcome.Accepted, await Ledger.AcceptAsync(Accepted(Job, 20)));
        Assert.Equal(1, await Ledger.TakeWriterAsync(Job, "me"));
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend(Job, 1, 1, [new LedgerEvent.Planned(2), Granted(0, 1)]))).Status);
    }
}
