using ElasticGrains.Ledger;
using ElasticGrains.Testing.Ledger;

namespace ElasticGrains.Testing.Clusters;

/// <summary>What stands for a cluster's database: a ledger and blocks in memory, away when asked, and whoever waits for what is written hears of it.</summary>
internal sealed class ClusterDatabase
{
    private readonly Lock _gate = new();
    private bool _isPaused;
    private TaskCompletionSource _written = Fresh();

    public InMemoryJobLedger Ledger { get; } = new(TimeProvider.System);

    public InMemoryBlockStore Blocks { get; } = new();

    public InMemoryUploads Uploads { get; } = new(TimeProvider.System);

    /// <summary>True while it answers no silo. Once it is set, nothing that was under way is written any more.</summary>
    public bool IsPaused
    {
        get
        {
            lock (_gate)
            {
                return _isPaused;
            }
        }

        set => Change(() => _isPaused = value);
    }

    /// <summary>Changes what <see cref="Call"/> looks at.</summary>
    public void Change(Action change)
    {
        lock (_gate)
        {
            change();
        }
    }

    /// <summary>Makes a call, all of which happens before this returns, unless something forbids it.</summary>
    /// <exception cref="LedgerUnavailableException">Why it is forbidden.</exception>
    public Task<T> Call<T>(Func<ClusterDatabase, Task<T>> call, Func<string?> forbidden)
    {
        lock (_gate)
        {
            return (_isPaused ? "The database was paused by the test." : forbidden()) is { } reason
                ? throw new LedgerUnavailableException(reason)
                : call(this);
        }
    }

    /// <summary>Ends at the next write. Take it before looking, so that nothing is missed.</summary>
    public Task Written => Volatile.Read(ref _written).Task;

    public void Tell() => Interlocked.Exchange(ref _written, Fresh()).SetResult();

    // Who waits goes on elsewhere, not in the middle of a silo's write.
    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
