namespace ElasticGrains.Warm;

/// <summary>A warm state that a run uses until it is disposed.</summary>
public interface IWarmLease : IDisposable
{
    /// <summary>Gives the run its state, and makes it where that is this run's to do: for the thread of a slot.</summary>
    /// <param name="cancellationToken">The run is not wanted any more: whoever waits for the state does not wait for this one, which may never come back.</param>
    /// <exception cref="Exception">What the kernel threw when it made the state, for this run or for the one that this one waited for.</exception>
    void Prepare(CancellationToken cancellationToken);
}
