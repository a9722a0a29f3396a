using ElasticGrains.Cli.Clusters;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Top;

/// <summary>Looks at a cluster, and remembers the last look for rates.</summary>
internal sealed class TopWatch(ClusterView cluster)
{
    // More than a terminal has lines.
    private const int MostRunning = 50;
    private const int MostEnded = 10;

    // Commits come every few seconds: a rate over one look would be nothing, then everything.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Queue<(DateTimeOffset At, Dictionary<string, long> Committed)> _before = new();

    public async Task<TopLook> LookAsync(CancellationToken cancellationToken)
    {
        var silos = await cluster.SilosAsync(all: false, cancellationToken);
        var jobs = await cluster.JobsAsync(cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        var running = jobs.Where(job => !job.Phase.IsFinal()).OrderBy(job => job.AcceptedAt).ToList();
        var ended = jobs.Where(job => job.Phase.IsFinal()).OrderByDescending(job => job.FinishedAt).Take(MostEnded);
        var look = new TopLook(
            cluster.Cluster, now, silos, [.. running.Take(MostRunning).Concat(ended).Select(job => new TopJob(job, RateOf(job, now)))], running.Count, jobs.Count - running.Count);
        _before.Enqueue((now, running.ToDictionary(job => job.Id, job => job.Committed, StringComparer.Ordinal)));
        while (_before.Count > 1 && now - _before.Peek().At > Window)
        {
            _before.Dequeue();
        }

        return look;
    }

    private double? RateOf(JobEntry job, DateTimeOffset now)
    {
        if (job.Phase.IsFinal())
        {
            return null;
        }

        var (at, committed) = _before.FirstOrDefault(look => look.Committed.ContainsKey(job.Id));
        return committed is null ? null : (job.Committed - committed[job.Id]) / Math.Max(0.001, (now - at).TotalSeconds);
    }
}
