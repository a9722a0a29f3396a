using ElasticGrains.Engine.Ledger;
using ElasticGrains.Storage.Postgres;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Postgres;

/// <summary>What a writer remembers; nothing of it asks the database.</summary>
public class KnownJobsTests
{
    private readonly KnownJobs _known = new();

    [Fact]
    public async Task Forget_OfSomeJobs_KeepsTheOthers()
    {
        Keep("one", "other");

        _known.Forget(["one", "unknown"]);

        Assert.False(await IsKnownAsync("one"));
        Assert.True(await IsKnownAsync("other"));
        Assert.False(await IsKnownAsync("other", "one"));
    }

    [Fact]
    public async Task Keep_OfThousandsOfOpenJobs_KeepsThemAll()
    {
        var ids = Enumerable.Range(0, 10_000).Select(i => $"job{i}").ToArray();
        Keep(ids);

        Assert.True(await IsKnownAsync(ids));
    }

    [Fact]
    public async Task Keep_OfMoreThanThereIsRoomFor_KeepsTheLatest()
    {
        Keep([.. Enumerable.Range(0, 40_000).Select(i => $"job{i}")]);
        Keep("latest");

        Assert.True(await IsKnownAsync("latest"));
        Assert.False(await IsKnownAsync("job0"));
        Assert.True(await IsKnownAsync("job39999"));
    }

    private void Keep(params string[] ids) => _known.Keep(new WriteSet(
        ids.Select((id, i) => (id, i)).ToDictionary(it => it.id, it => new KnownJob(it.i, "hash", new JobLedgerState(Accepted(it.id, 10)))),
        new Dictionary<string, long>()));

    private async Task<bool> IsKnownAsync(params string[] ids) => await _known.RecallAsync(null!, [.. ids.Select(id => new PostgresWrite(id))]) is not null;
}
