using ElasticGrains.Client;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cluster.Tests.Support;

/// <summary>A reader of partials beside a test.</summary>
internal static class Tail
{
    public static async Task<IReadOnlyList<PartialView>> Read(JobHandle job, long from = 1)
    {
        var seen = new List<PartialView>();
        await foreach (var partial in job.Partials(from))
        {
            seen.Add(partial);
        }

        return seen;
    }

    /// <summary>Every number once, and every item in exactly one of the ranges.</summary>
    public static async Task IsWholeAsync(Task<IReadOnlyList<PartialView>> tail, JobHandle job)
    {
        var seen = await tail;
        var status = await job.StatusAsync();
        Assert.Equal(Enumerable.Range(1, (int)status.LastNumber).Select(number => (long)number), seen.Select(partial => partial.Number));
        var at = 0L;
        foreach (var range in seen.Select(partial => partial.Range).OrderBy(range => range.Start))
        {
            Assert.Equal(at, range.Start);
            at = range.End;
        }

        Assert.Equal(status.Items, at);
    }
}
