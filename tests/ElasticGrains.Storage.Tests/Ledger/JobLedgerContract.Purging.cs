using ElasticGrains.Jobs;
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
    public async Task List_OfAQuery_NamesWhatItFits()
    {
        await AcceptAsync("accepted", Noon, ("team", "risk"), ("run", "späte \"Läufe\""));
        await AcceptAsync("running", Noon.AddDays(1), ("team", "risk"));
        await Ledger.TakeWriterAsync("running", "me");
        await Ledger.AppendAsync(new JobAppend("running", 1, 1, [new LedgerEvent.Planned(2), Granted(0, 1)]));
        await AcceptAsync("finishing", Noon.AddDays(2));
        await Ledger.TakeWriterAsync("finishing", "me");
        await Ledger.AppendAsync(new JobAppend("finishing", 1, 1, [new LedgerEvent.Planned(1), Granted(0, 1), Committed(1, 0, 1, 0, 10)]));
        await AcceptAsync("failed", Noon.AddDays(-1), ("team", "risk"), ("team2", "risk"));
        await Ledger.TakeWriterAsync("failed", "me");
        await Ledger.AppendAsync(new JobAppend("failed", 1, 1, [Failed()]));

        var all = await Ledger.ListAsync();
        var queries = from hasEnded in new bool?[] { null, false, true }
                      from phase in Enum.GetValues<JobPhase>().Select(phase => (JobPhase?)phase).Prepend(null)
                      from until in new DateTimeOffset?[] { null, Noon, Noon.AddTicks(-1), Noon.AddHours(1), Noon.AddDays(1) }
                      from tags in new Dictionary<string, string>?[] { null, [], Tags(("team", "risk")), Tags(("team", "Risk")), Tags(("run", "späte \"Läufe\""), ("team", "risk")) }
                      from max in new int?[] { null, 1 }
                      select new JobQuery { HasEnded = hasEnded, Phase = phase, Until = until, Tags = tags, Max = max };

        Assert.Equal(["finishing", "running", "accepted", "failed"], all.Select(job => job.Id));
        Assert.Equal([JobPhase.Finishing, JobPhase.Running, JobPhase.Accepted, JobPhase.Failed], all.Select(job => job.Phase));
        foreach (var query in queries)
        {
            var expected = all.Where(query.Fits).Take(query.Max ?? int.MaxValue).Select(job => job.Id);
            Assert.Equal((query, string.Join(' ', expected)), (query, string.Join(' ', (await Ledger.ListAsync(query)).Select(job => job.Id))));
        }
    }

    private static Dictionary<string, string> Tags(params (string Key, string Value)[] tags) => tags.ToDictionary(tag => tag.Key, tag => tag.Value);

    private Task AcceptAsync(string id, DateTimeOffset at, params (string Key, string Value)[] tags)
    {
        var job = Accepted(id, 10, at: at);
        return Ledger.AcceptAsync(job with { Spec = job.Spec with { Tags = Tags(tags) } });
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
