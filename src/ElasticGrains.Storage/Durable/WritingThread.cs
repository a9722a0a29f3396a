using System.Collections.Concurrent;

namespace ElasticGrains.Storage.Durable;

/// <summary>The thread of a store's only writer: it takes what waits, as much as a shared transaction may hold, and writes it in one go.</summary>
/// <typeparam name="T">A request, with whatever the writer needs beside it.</typeparam>
internal sealed class WritingThread<T>
{
    private const int MaxRequests = 1024;
    private const long MaxBytes = 32L << 20;

    private readonly BlockingCollection<T> _queue = [];
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<T, WriteRequest> _request;
    private readonly Action<List<T>> _write;
    private readonly Action _close;

    /// <param name="request">The request itself.</param>
    /// <param name="write">Writes some and answers them. Must not throw.</param>
    /// <param name="close">Called at the end.</param>
    public WritingThread(Func<T, WriteRequest> request, Action<List<T>> write, Action close)
    {
        _request = request;
        _write = write;
        _close = close;
        new Thread(Work) { IsBackground = true, Name = "ledger writer" }.Start();
    }

    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public void Add(T item)
    {
        try
        {
            _queue.Add(item, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(null, "The ledger is closed.");
        }
    }

    /// <summary>Writes what waits, then closes.</summary>
    public Task StopAsync()
    {
        _queue.CompleteAdding();
        return _stopped.Task;
    }

    private void Work()
    {
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            var batch = Collect(first);
            if (batch.Count > 0)
            {
                _write(batch);
            }
        }

        _close();
        _stopped.SetResult();
    }

    private List<T> Collect(T first)
    {
        var batch = new List<T>();
        var bytes = 0L;
        var next = first;
        do
        {
            var request = _request(next);
            if (request.TryStart())
            {
                batch.Add(next);
                bytes += request.Bytes;
            }
        }
        while (batch.Count < MaxRequests && bytes < MaxBytes && _queue.TryTake(out next!));
        return batch;
    }
}
