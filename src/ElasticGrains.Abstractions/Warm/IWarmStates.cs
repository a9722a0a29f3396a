using ElasticGrains.Kernels;

namespace ElasticGrains.Warm;

/// <summary>
/// What the kernels of this silo have made ready: each state once, for all slots, as long as shards use it and a little longer. One that another silo
/// has is carried over instead of made.
/// </summary>
public interface IWarmStates
{
    /// <summary>Gives a run its warm state. Blocks: for the thread of a slot.</summary>
    /// <param name="kernel">The run; nothing is done for a kernel that has no warm state.</param>
    /// <param name="silos">Who may have it, the likeliest first.</param>
    /// <param name="making">Is told true when this thread enters the kernel to make it, and false when it comes back.</param>
    /// <param name="cancellationToken">Gives up waiting; not what the kernel does itself.</param>
    /// <returns>To be disposed when the run is over; null where there is nothing to keep.</returns>
    IDisposable? Take(IKernelRun kernel, IReadOnlyList<string> silos, Action<bool> making, CancellationToken cancellationToken);

    /// <summary>True while other silos are being sent a state.</summary>
    bool IsBeingRead();

    /// <summary>True while another silo may come for a state that shards let go since that moment (a timestamp): none has fetched it from here.</summary>
    bool IsAwaited(long since);
}
