using ElasticGrains.Cli.Waiting;
using ElasticGrains.Client;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Chaos.Workloads;

/// <summary>One job on half of the slots that lasts about as long as the faults do, and somebody who watches it.</summary>
internal sealed class WaitsWorkload(TimeSpan length, int slots, string traces) : Workload(WorkloadKind.Waits, pause: null)
{
    private const int Milliseconds = 20;

    // Each silo that takes a share of the job has them carried over from another, through whatever goes wrong between the two.
    private const int WarmBytes = 4 << 20;

    // Of the length without faults: they take slots, and have items computed again.
    private const double Share = 0.6;

    private readonly int _slots = Math.Max(1, slots / 2);

    /// <summary>How many items were computed again, once its job has ended.</summary>
    public long Recomputed(long items) => WaitTrace.Finished(traces) - items;

    protected override async Task<long> RunAsync(IGrid grid, string id, CancellationToken cancellationToken)
    {
        var items = (long)(length.TotalMilliseconds * Share / Milliseconds * _slots);
        var policy = JobPolicy.Default with { MaxSlots = _slots, CommitInterval = TimeSpan.FromMilliseconds(500) };
        var job = await grid.SubmitAsync(new WaitKernel(), new WaitInput(items, Milliseconds, traces, WarmBytes), new JobOptions { Id = id, Policy = policy }, cancellationToken);
        var watched = WatchAsync(job, items, cancellationToken);
        Check(WaitTally.Of(items), await job.ResultAsync(cancellationToken));
        await watched;
        return items;
    }

    /// <summary>Each partial result must come once, in order, and all of them must be all of the items.</summary>
    private static async Task WatchAsync(JobHandle job, long items, CancellationToken cancellationToken)
    {
        var ranges = new List<ItemRange>();
        await foreach (var partial in job.Partials(1, cancellationToken))
        {
            ranges.Add(partial.Range);
            if (partial.Number != ranges.Count)
            {
                throw new WrongAnswerException($"a watcher was given partial result {partial.Number} after {ranges.Count - 1} others");
            }
        }

        var end = 0L;
        foreach (var range in ranges.OrderBy(range => range.Start))
        {
            Check((nameof(range.Start), end), (nameof(range.Start), range.Start));
            end = range.End;
        }

        Check((nameof(items), items), (nameof(items), end));
    }
}
