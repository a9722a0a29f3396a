using System.Threading.Channels;

namespace ElasticGrains.Storage.Durable;

/// <summary>The only writer of a store: takes what waits, as much as a shared transaction may hold, and writes it in one go.</summary>
/// <typeparam name="T">A request, with whatever the writer needs beside it.</typeparam>
internal sealed class WritingQueue<T>
{
    private readonly Channel<T> _queue = Channel.CreateUnbounded<T>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Func<T, WriteRequest> _request;
    private readonly Func<List<T>, Task> _write;
    private readonly Func<Task> _close;
    private readonly TimeSpan _gather;
    private readonly Task _working;

    /// <param name="gather">
    /// How long, after a write that several shared, the next waits for more to share it: then the writer and the database do a part of the
    /// work only, and everybody gets on. One who writes alone never waits.
    /// </param>
    /// <param name="request">The request itself.</param>
    /// <param name="write">Writes some and answers them. Must not throw.</param>
    /// <param name="close">Called at the end.</param>
    public WritingQueue(TimeSpan gather, Func<T, WriteRequest> request, Func<List<T>, Task> write, Func<Task> close)
    {
        _gather = gather;
        _request = request;
        _write = write;
        _close = close;
        _working = WorkAsync();
    }

    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public void Add(T item)
    {
        if (!_queue.Writer.TryWrite(item))
        {
            throw new ObjectDisposedException(null, "The ledger is closed.");
        }
    }

    /// <summary>Writes what waits, then closes.</summary>
    public Task StopAsync()
    {
        _queue.Writer.TryComplete();
        return _working;
    }

    private async Task WorkAsync()
    {
        // The channel continues its reader on the thread pool, never on the thread of who writes.
        var sharers = 0;
        while (await _queue.Reader.WaitToReadAsync())
        {
            if (sharers > 1)
            {
                await Task.Delay(_gather);
            }

            var batch = WriteBatch.Collect(Waiting(), _request);
            sharers = batch.Count;
            if (batch.Count > 0)
            {
                await _write(batch);
            }
        }

        await _close();
    }

    private IEnumerable<T> Waiting()
    {
        while (_queue.Reader.TryRead(out var next))
        {
            yield return next;
        }
    }
}
