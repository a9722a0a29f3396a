using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>Reading connections, each on a thread of its own: a long history must not hold up a caller's thread or the writer.</summary>
internal sealed class SqliteReaders
{
    // One long read (a history, a dump) and one short one beside it.
    private const int Threads = 2;

    private readonly BlockingCollection<Action<SqliteSession>> _queue = [];
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<SqliteException, Exception> _translate;
    private int _running = Threads;

    public SqliteReaders(Func<SqliteSession> open, Func<SqliteException, Exception> translate)
    {
        _translate = translate;
        foreach (var session in Enumerable.Range(0, Threads).Select(_ => open()).ToList())
        {
            new Thread(() => Work(session)) { IsBackground = true, Name = "ledger reader" }.Start();
        }
    }

    /// <summary>Reads from one snapshot of the file.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _queue.Add(session => Answer(session, read, done), cancellationToken);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(SqliteStore), "The ledger is closed.");
        }

        return done.Task.WaitAsync(cancellationToken);
    }

    public Task StopAsync()
    {
        _queue.CompleteAdding();
        return _stopped.Task;
    }

    private void Work(SqliteSession session)
    {
        foreach (var read in _queue.GetConsumingEnumerable())
        {
            read(session);
        }

        session.Dispose();
        if (Interlocked.Decrement(ref _running) == 0)
        {
            _stopped.SetResult();
        }
    }

    private void Answer<T>(SqliteSession session, Func<SqliteSession, T> read, TaskCompletionSource<T> done)
    {
        try
        {
            session.Execute("BEGIN");
            T answer;
            try
            {
                answer = read(session);
            }
            finally
            {
                session.ResetAll();
                session.Execute("COMMIT");
            }

            done.TrySetResult(answer);
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to the task that waits; the reading thread must live.
        catch (Exception error)
#pragma warning restore CA1031
        {
            done.TrySetException(error is SqliteException trouble ? _translate(trouble) : error);
        }
    }
}
