using System.Collections.Concurrent;
using ElasticGrains.Storage.Durable;
using ElasticGrains.Storage.Local;
using Microsoft.Data.Sqlite;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>
/// The only writing connection of a store, on a thread of its own. Everything that waits shares one transaction (group commit); each
/// request stands behind a savepoint, so that a failing one does not spoil the others.
/// </summary>
internal sealed class SqliteWriter
{
    private readonly SqliteSession _session;
    private readonly Func<SqliteException, Exception> _translate;
    private readonly Action<string>? _probe;
    private readonly BlockingCollection<WriteRequest<WriteContext>> _queue = [];
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="session">The connection; the writer closes it.</param>
    /// <param name="translate">Says a database error in the user's words.</param>
    /// <param name="probe">See <see cref="SqliteStoreOptions.StatementProbe"/>.</param>
    public SqliteWriter(SqliteSession session, Func<SqliteException, Exception> translate, Action<string>? probe)
    {
        _session = session;
        _translate = translate;
        _probe = probe;
        new Thread(Work) { IsBackground = true, Name = "ledger writer" }.Start();
    }

    /// <summary>The owner epoch under which this process may write; null when it needs none. Written before the first request.</summary>
    public long? OwnerEpoch { get; set; }

    /// <summary>Called on the writing thread when a transaction was rolled back: what was derived from it is wrong.</summary>
    public Action? RolledBack { get; set; }

    public Task<T> WriteAsync<T>(Func<WriteContext, T> work, long bytes, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var request = new WriteRequest<WriteContext, T>(work, bytes);
        try
        {
            _queue.Add(request, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(SqliteStore), "The ledger is closed.");
        }

        return request.WaitAsync(cancellationToken);
    }

    /// <summary>Writes what waits, then closes the connection.</summary>
    public Task StopAsync()
    {
        _queue.CompleteAdding();
        return _stopped.Task;
    }

    private void Work()
    {
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            var batch = WriteBatch.Collect(WaitingFrom(first), request => request);
            if (batch.Count > 0)
            {
                RunTogether(batch);
            }
        }

        _session.Dispose();
        _stopped.SetResult();
    }

    private IEnumerable<WriteRequest<WriteContext>> WaitingFrom(WriteRequest<WriteContext> first)
    {
        yield return first;
        while (_queue.TryTake(out var next))
        {
            yield return next;
        }
    }

    private void RunTogether(List<WriteRequest<WriteContext>> batch)
    {
        if (TryTransaction(batch) is not { } error)
        {
            return;
        }

        // Whose fault it was is unknown: each alone, unless the file is locked and each would only wait again.
        if (batch.Count > 1 && error is SqliteException { SqliteErrorCode: not (SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED) })
        {
            foreach (var request in batch)
            {
                RunTogether([request]);
            }

            return;
        }

        foreach (var request in batch)
        {
            request.Fail(Translated(error));
            request.Answer();
        }
    }

    private Exception? TryTransaction(List<WriteRequest<WriteContext>> batch)
    {
        try
        {
            if (_session.IsInTransaction)
            {
                _session.Execute("ROLLBACK"); // The last one failed, and so did its rollback.
            }

            _session.Execute("BEGIN IMMEDIATE");
            var context = new WriteContext(_session, OwnerEpoch is { } epoch ? OwnerRow.Read(_session)?.LostBy(epoch) : null);
            foreach (var request in batch)
            {
                RunOne(request, context);
            }

            _session.ResetAll();
            _session.Execute("COMMIT");
            _probe?.Invoke("answer");
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to the tasks that wait; the writing thread must live.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Abandon();
            return error;
        }

        foreach (var request in batch)
        {
            request.Answer();
        }

        return null;
    }

    private void RunOne(WriteRequest<WriteContext> request, WriteContext context)
    {
        _session.Execute("SAVEPOINT request");
        try
        {
            request.Run(context);
        }
#pragma warning disable CA1031 // See above.
        catch (Exception error) when (_session.IsInTransaction)
#pragma warning restore CA1031
        {
            _session.Execute("ROLLBACK TO request");
            RolledBack?.Invoke();
            request.Fail(Translated(error));
        }

        _session.Execute("RELEASE request");
    }

    private void Abandon()
    {
        RolledBack?.Invoke();
        try
        {
            _session.ResetAll();
            if (_session.IsInTransaction)
            {
                _session.Execute("ROLLBACK");
            }
        }
#pragma warning disable CA1031 // See above.
        catch (Exception)
#pragma warning restore CA1031
        {
            // The next BEGIN fails too, and says why.
        }
    }

    private Exception Translated(Exception error) => error is SqliteException trouble ? _translate(trouble) : error;
}
