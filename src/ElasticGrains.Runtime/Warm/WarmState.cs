namespace ElasticGrains.Runtime.Warm;

/// <summary>A warm state, or one that is being made. Guarded by the gate of <see cref="WarmStates"/>.</summary>
/// <param name="key">Its key.</param>
/// <param name="writeAsync">Writes it for another silo; null when it cannot be carried.</param>
internal sealed class WarmState(string key, Func<object, Stream, CancellationToken, Task>? writeAsync)
{
    private readonly TaskCompletionSource<object> _made = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IDisposable? _disposable;

    public string Key => key;

    /// <summary>The state, once it is made; cancelled when the shard that was to make it was stopped.</summary>
    public Task<object> Made => _made.Task;

    /// <summary>How many shards compute with it, or wait for it.</summary>
    public int Shards { get; set; }

    /// <summary>How many other silos are being sent it.</summary>
    public int Readers { get; set; }

    public bool IsHeld => Shards + Readers > 0;

    /// <summary>Ends what nobody holds; null while somebody does.</summary>
    public ITimer? Lingering { get; set; }

    /// <summary>When a shard let it go last, as a timestamp; 0 while none did.</summary>
    public long FreeSince { get; set; }

    /// <summary>True once another silo has it from here.</summary>
    public bool WasCarried { get; set; }

    /// <summary>True while the kernel makes it: one that is asked of others for this silo may be asked for by them, too, and neither must wait.</summary>
    public bool IsBeingMade { get; set; }

    /// <summary>True when it can be written now, false when in a while, null when never or when nobody knows.</summary>
    public bool? IsReady => writeAsync is null ? null : _made.Task.IsCompletedSuccessfully ? true : IsBeingMade ? false : null;

    /// <returns>False when nobody waits for it any more.</returns>
    public bool Succeed(object state)
    {
        _disposable = state as IDisposable;
        return _made.TrySetResult(state);
    }

    public void Fail(Exception error)
    {
        _made.TrySetException(error);

        // Nobody else need have waited for it.
        _ = _made.Task.Exception;
    }

    public void GiveUp() => _made.TrySetCanceled(CancellationToken.None);

    public async Task WriteAsync(Stream to, CancellationToken cancellationToken) => await writeAsync!(await _made.Task, to, cancellationToken);

    /// <summary>Nobody uses it any more.</summary>
    public void End() => Interlocked.Exchange(ref _disposable, null)?.Dispose();
}
