namespace ElasticGrains.Runtime.Warm;

/// <summary>Keeps a warm state from being forgotten until it is disposed.</summary>
/// <param name="giveBack">Gives it back.</param>
internal sealed class WarmLease(Action giveBack) : IDisposable
{
    private Action? _giveBack = giveBack;

    public void Dispose() => Interlocked.Exchange(ref _giveBack, null)?.Invoke();
}
