namespace ElasticGrains.Runtime.Warm;

/// <summary>Keeps a warm state from being forgotten until it is disposed.</summary>
internal sealed class WarmLease(WarmStates states, WarmState state) : IDisposable
{
    private int _isReturned;

    public Task WriteAsync(Stream to, CancellationToken cancellationToken) => state.WriteAsync(to, cancellationToken);

    /// <summary>Another silo has it whole.</summary>
    public void Carried() => states.Carried(state);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReturned, 1) == 0)
        {
            states.Return(state);
        }
    }
}
