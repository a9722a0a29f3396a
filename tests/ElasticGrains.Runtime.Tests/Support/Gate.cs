namespace ElasticGrains.Runtime.Tests.Support;

/// <summary>A place in a kernel where its thread stands still until the test lets it go.</summary>
public sealed class Gate : IDisposable
{
    // A test that forgets to open must not keep the process alive for ever.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly ManualResetEventSlim _open = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the first thread has come.</summary>
    public Task Reached => _reached.Task.WaitAsync(Longest);

    public void Pass()
    {
        _reached.TrySetResult();
        _open.Wait(Longest);
    }

    public void Open() => _open.Set();

    public void Dispose() => _open.Set();
}
