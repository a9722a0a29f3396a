namespace ElasticGrains.Runtime.Warm;

/// <summary>A warm state, or one that is being made. Guarded by the gate of <see cref="WarmStates"/>.</summary>
/// <param name="key">Its key.</param>
/// <param name="writeAsync">Writes it for another silo; null when it cannot be carried.</param>
internal sealed class WarmState(string key, Func<object, Stream, CancellationToken, Task>? writeAsync)
{
    private readonly TaskCompletionSource<object> _made = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IDisposable? _ended;

    public string Key => key;

    /// <summary>The state, once it is made.</summary>
    public Task<object> Made => _made.Task;

    /// <summary>How many shards compute with it, wait for it, or have it written.</summary>
    public int Holders { get; set; }

    /// <summary>Ends what nobody holds; null while somebody does.</summary>
    public ITimer? Lingering { get; set; }

    /// <summary>When it was let go last, as a timestamp; 0 while it never was.</summary>
    public long FreeSince { get; set; }

    /// <summary>True once another silo has it.</summary>
    public bool WasCarried { get; set; }

    /// <summary>True while the kernel makes it, and after.</summary>
    public bool IsBeingMade { get; set; }

    /// <summary>True when it can be written now.</summary>
    public bool CanCarry => writeAsync is not null && _made.Task.IsCompletedSuccessfully;

    public void Succeed(object state)
    {
        _ended = state as IDisposable;
        _made.SetResult(state);
    }

    /// <summary>Nobody uses it any more.</summary>
    public void End() => _ended?.Dispose();

    public void Fail(Exception error)
    {
        _made.SetException(error);

        // Nobody else need have waited for it.
        _ = _made.Task.Exception;
    }

    public void GiveUp() => _made.SetCanceled(CancellationToken.None);

    public async Task WriteAsync(Stream to, CancellationToken cancellationToken) => await writeAsync!(await _made.Task, to, cancellationToken);
}
