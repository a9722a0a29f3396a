using ElasticGrains.Testing.Ledger;

namespace ElasticGrains.Testing.Clusters;

/// <summary>What stands for a cluster's database: a ledger and blocks in memory, away when asked, and whoever waits for what is written hears of it.</summary>
internal sealed class ClusterDatabase
{
    private volatile bool _isPaused;
    private TaskCompletionSource _written = Fresh();

    public InMemoryJobLedger Ledger { get; } = new(TimeProvider.System);

    public InMemoryBlockStore Blocks { get; } = new();

    public bool IsPaused
    {
        get => _isPaused;
        set => _isPaused = value;
    }

    /// <summary>Ends at the next write. Take it before looking, so that nothing is missed.</summary>
    public Task Written => Volatile.Read(ref _written).Task;

    public void Tell() => Interlocked.Exchange(ref _written, Fresh()).SetResult();

    // Who waits goes on elsewhere, not in the middle of a silo's write.
    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
