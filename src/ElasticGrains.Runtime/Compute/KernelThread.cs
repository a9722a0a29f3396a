using ElasticGrains.Compute;

namespace ElasticGrains.Runtime.Compute;

/// <summary>
/// A background thread with a queue. Continuations never run on it. It waits without spinning: where small jobs come by the thousand each
/// thread waits at every one of them, and the processors have better things to do.
/// </summary>
internal sealed class KernelThread : IKernelThread, IDisposable
{
    private readonly Queue<Action> _work = [];
    private bool _isEnding;

    public KernelThread(string name)
    {
        var thread = new Thread(Loop) { IsBackground = true, Name = name };
        thread.Start();
    }

    public Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                done.SetResult(work());
            }
#pragma warning disable CA1031 // The caller gets whatever user code throws.
            catch (Exception error)
#pragma warning restore CA1031
            {
                done.SetException(error);
            }
        });
        return done.Task;
    }

    /// <summary>Queues work that must not throw.</summary>
    public void Post(Action work)
    {
        lock (_work)
        {
            ObjectDisposedException.ThrowIf(_isEnding, this);
            _work.Enqueue(work);
            Monitor.Pulse(_work);
        }
    }

    // Nothing is waited for: the thread may still be inside a kernel, and dies with the process.
    public void Dispose()
    {
        lock (_work)
        {
            _isEnding = true;
            Monitor.Pulse(_work);
        }
    }

    private void Loop()
    {
        while (Next() is { } work)
        {
            work();
        }
    }

    /// <summary>The next piece; null when there will be none any more.</summary>
    private Action? Next()
    {
        lock (_work)
        {
            while (_work.Count == 0 && !_isEnding)
            {
                Monitor.Wait(_work);
            }

            return _work.TryDequeue(out var work) ? work : null;
        }
    }
}
