using System.Collections.Concurrent;
using ElasticGrains.Compute;

namespace ElasticGrains.Runtime.Compute;

/// <summary>A background thread with a queue. Continuations never run on it.</summary>
internal sealed class KernelThread : IKernelThread, IDisposable
{
    private readonly BlockingCollection<Action> _work = [];

    public KernelThread(string name)
    {
        var thread = new Thread(Loop) { IsBackground = true, Name = name };
        thread.Start();
    }

    public Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
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
    public void Post(Action work) => _work.Add(work);

    // The collection is not disposed: the thread may still be inside a kernel, and dies with the process.
    public void Dispose() => _work.CompleteAdding();

    private void Loop()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}
