namespace ElasticGrains.Runtime.Warm;

/// <summary>A warm state, or one that is awaited. Guarded by the gate of <see cref="WarmStates"/>.</summary>
/// <param name="key">Its key.</param>
/// <param name="writeAsync">Writes it for another silo; null when it cannot be carried.</param>
internal sealed class WarmState(string key, Func<object, Stream, CancellationToken, Task>? writeAsync)
{
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasEnded;

    public string Key => key;

    /// <summary>Ends when it is there, or will not be.</summary>
    public Task Settled => _settled.Task;

    /// <summary>The state; null while it is not there, and for ever when it will not be.</summary>
    public object? Value { get; private set; }

    /// <summary>What the kernel threw instead; null also where the shard that was to make it was stopped.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>How many shards compute with it, or wait for it.</summary>
    public int Shards { get; set; }

    /// <summary>How many other silos are being sent it.</summary>
    public int Readers { get; set; }

    public bool IsHeld => Shards + Readers > 0;

    /// <summary>Ends what nobody holds; null while somebody does.</summary>
    public ITimer? Lingering { get; set; }

    /// <summary>When a shard let it go last, as a timestamp; 0 while none did.</summary>
    public long FreeSince { get; set; }

    /// <summary>The silo from which it was carried; null for one that was made here.</summary>
    public string? From { get; set; }

    /// <summary>True once another silo has it from here.</summary>
    public bool WasCarried { get; set; }

    /// <summary>True while the kernel makes it: one that is asked of others for this silo may be asked for by them, too, and neither must wait.</summary>
    public bool IsBeingMade { get; set; }

    /// <summary>True when it can be written now, false when in a while, null when never or when nobody knows.</summary>
    public bool? IsReady => writeAsync is null ? null : Value is not null ? true : IsBeingMade ? false : null;

    /// <returns>False when it was settled before.</returns>
    public bool TrySettle(object? value, Exception? failure)
    {
        if (_settled.Task.IsCompleted)
        {
            return false;
        }

        (Value, Failure, IsBeingMade) = (value, failure, false);
        _settled.SetResult();
        return true;
    }

    public Task WriteAsync(Stream to, CancellationToken cancellationToken) => writeAsync!(Value!, to, cancellationToken);

    /// <summary>True the first time, for a state that is to be disposed.</summary>
    public bool TryEnd() => !_hasEnded && (_hasEnded = Value is IDisposable);
}
