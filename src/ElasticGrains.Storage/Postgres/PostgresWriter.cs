using ElasticGrains.Storage.Durable;
using Npgsql;
using Request = (ElasticGrains.Storage.Postgres.PostgresWrite Write, ElasticGrains.Storage.Durable.WriteRequest<ElasticGrains.Storage.Postgres.WriteSet> Work);

namespace ElasticGrains.Storage.Postgres;

/// <summary>
/// Groups what waits, across jobs, into one transaction at a time. Usually it is judged by what this process knows of its jobs, and one
/// round trip checks that their rows are still those, writes and commits. When they are not, since another silo wrote, or are not known,
/// a second try locks the rows, reads what is stale, judges anew, writes and commits.
/// </summary>
internal sealed class PostgresWriter
{
    // Planning took half of the time of a small write. The plans that are wanted do not depend on values or statistics: by index, row by row.
    private const string Plans = "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off";

    private readonly KnownJobs _known = new();
    private readonly PostgresStore _store;
    private readonly WritingThread<Request> _thread;

    // Its own, so that the same process of the server, with statements prepared, serves every write.
    private NpgsqlConnection? _connection;

    public PostgresWriter(PostgresStore store)
    {
        _store = store;
        _thread = new WritingThread<Request>(request => request.Work, RunTogether, Disconnect);
    }

    public Task<T> WriteAsync<T>(PostgresWrite write, Func<WriteSet, T> judge, long bytes, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var request = new WriteRequest<WriteSet, T>(judge, bytes);
        _thread.Add((write, request));
        return request.WaitAsync(cancellationToken);
    }

    /// <summary>Writes what waits, then ends.</summary>
    public Task StopAsync() => _thread.StopAsync();

    private void RunTogether(List<Request> batch)
    {
        var trouble = TryTransaction(batch);
        if (trouble is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } && EndStuckTransactions())
        {
            trouble = TryTransaction(batch);
        }

        if (trouble is not { } error)
        {
            return;
        }

        if (batch.Count > 1 && PostgresTrouble.IsFaultOfRequest(error))
        {
            foreach (var request in batch)
            {
                RunTogether([request]);
            }

            return;
        }

        foreach (var (_, work) in batch)
        {
            work.Fail(_store.Translated(error));
            work.Answer();
        }
    }

    private Exception? TryTransaction(List<Request> batch)
    {
        try
        {
            var connection = _connection ??= Connect();
            var writes = batch.ConvertAll(request => request.Write);
            var isDone = _known.Recall(connection, writes) is { } set && TryWrite(connection, batch, set, isBegun: false);
            while (!isDone)
            {
                // Fails only when another silo inserts one of the jobs in that moment; then its row is there to be locked.
                isDone = TryWrite(connection, batch, _known.Lock(connection, writes), isBegun: true);
            }
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to the tasks that wait; the writing thread must live.
        catch (Exception error)
#pragma warning restore CA1031
        {
            // Closing the connection rolls it back.
            Disconnect();
            _known.Forget();
            return error;
        }

        foreach (var (_, work) in batch)
        {
            work.Answer();
        }

        return null;
    }

    private NpgsqlConnection Connect()
    {
        var connection = _store.Source.OpenConnection();
        try
        {
            using var set = new NpgsqlCommand(Plans, connection);
            set.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Disconnect()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private bool EndStuckTransactions()
    {
        try
        {
            return _store.EndStuckTransactions();
        }
#pragma warning disable CA1031 // See above.
        catch (Exception)
#pragma warning restore CA1031
        {
            // The error that led here is the one to tell.
            return false;
        }
    }

    private static void Run(WriteRequest<WriteSet> work, WriteSet set)
    {
        try
        {
            work.Run(set);
        }
#pragma warning disable CA1031 // It belongs to the task that waits; judging changes nothing before it succeeds.
        catch (Exception error)
#pragma warning restore CA1031
        {
            work.Fail(error);
        }
    }

    /// <summary>Judges, writes and commits; false when the rows are not as the set has them, and nothing was written.</summary>
    private bool TryWrite(NpgsqlConnection connection, List<Request> requests, WriteSet set, bool isBegun)
    {
        foreach (var (_, work) in requests)
        {
            Run(work, set);
        }

        // Without a BEGIN before them, the statements of a batch are a transaction of their own.
        using var batch = new NpgsqlBatch(connection);
        set.Rows.AddTo(batch);
        if (isBegun)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        }

        try
        {
            if (batch.BatchCommands.Count > 0)
            {
                batch.ExecuteNonQuery();
            }

            _known.Keep(set);
            return true;
        }
        catch (PostgresException error) when (WriteRows.IsStale(error))
        {
            _known.Forget();
            if (isBegun)
            {
                using var rollback = new NpgsqlCommand("ROLLBACK", connection);
                rollback.ExecuteNonQuery();
            }

            return false;
        }
    }
}
