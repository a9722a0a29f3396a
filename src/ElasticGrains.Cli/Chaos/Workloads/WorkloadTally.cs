using System.Collections.Concurrent;

namespace ElasticGrains.Cli.Chaos.Workloads;

/// <summary>What a workload has come to. One writer, the workload; readers at any time.</summary>
internal sealed class WorkloadTally
{
    private readonly ConcurrentQueue<string> _findings = new();
    private long _items;
    private int _jobs;
    private long _ticks;

    public int Jobs => Volatile.Read(ref _jobs);

    public long Items => Interlocked.Read(ref _items);

    /// <summary>From the start to the end of the last job.</summary>
    public TimeSpan Took => new(Interlocked.Read(ref _ticks));

    public IReadOnlyCollection<string> Findings => _findings;

    /// <summary>Items in a second; 0 before the first job has ended.</summary>
    public double Rate => Took > TimeSpan.Zero ? Items / Took.TotalSeconds : 0;

    public void Ended(long items, TimeSpan after)
    {
        Interlocked.Add(ref _items, items);
        Interlocked.Exchange(ref _ticks, after.Ticks);
        Interlocked.Increment(ref _jobs);
    }

    public void Found(string finding) => _findings.Enqueue(finding);
}
