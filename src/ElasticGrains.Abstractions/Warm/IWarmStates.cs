using ElasticGrains.Kernels;

namespace ElasticGrains.Warm;

/// <summary>
/// What the kernels of this silo have made ready: each state once, for all slots, as long as shards use it and a little longer. One that another silo
/// has is carried over instead of made.
/// </summary>
public interface IWarmStates
{
    /// <summary>Waits until a run can have its warm state: it is there, has been carried over, or is this run's to make.</summary>
    /// <param name="run">The run.</param>
    /// <param name="silos">Who may have it, the likeliest first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    Task<IWarmLease> ReserveAsync(IWarmRun run, IReadOnlyList<string> silos, CancellationToken cancellationToken);

    /// <summary>True while other silos are being sent a state.</summary>
    bool IsBeingRead();

    /// <summary>True while another silo may come for a state that shards let go since a moment.</summary>
    /// <param name="since">The moment, as a timestamp.</param>
    /// <param name="isThere">Whether a silo is there: a state that it has, too, need not be waited with.</param>
    bool IsAwaited(long since, Func<string, bool> isThere);
}
