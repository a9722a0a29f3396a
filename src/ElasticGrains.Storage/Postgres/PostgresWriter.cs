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
    private readonly WritingQueue<Request> _queue;

    // Its own, so that the same process of the server, with statements prepared, serves every write.
    private NpgsqlConnection? _connection;

    public PostgresWriter(PostgresStore store, TimeSpan gather)
    {
        _store = store;
        _queue = new WritingQueue<Request>(gather, request => request.Work, RunTogetherAsync, DisconnectAsync);
    }

    public Task<T> WriteAsync<T>(PostgresWrite write, Func<WriteSet, T> judge, long bytes, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var request = new WriteRequest<WriteSet, T>(judge, bytes);
        _queue.Add((write, request));
        return request.WaitAsync(cancellationToken);
    }

    /// <summary>Writes what waits, then ends.</summary>
    public Task StopAsync() => _queue.StopAsync();

    private async Task RunTogetherAsync(List<Request> batch)
    {
        var trouble = await TryTransactionAsync(batch);
        if (trouble is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } && await EndStuckTransactionsAsync())
        {
            trouble = await TryTransactionAsync(batch);
        }

        if (trouble is not { } error)
        {
            return;
        }

        if (batch.Count > 1 && PostgresTrouble.IsFaultOfRequest(error))
        {
            foreach (var request in batch)
            {
                await RunTogetherAsync([request]);
            }

            return;
        }

        foreach (var (_, work) in batch)
        {
            work.Fail(_store.Translated(error));
            work.Answer();
        }
    }

    private async Task<Exception?> TryTransactionAsync(List<Request> batch)
    {
        try
        {
            await _store.Reserve.CountAsync(() => TransactAsync(batch));
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to the tasks that wait; the writer must live.
        catch (Exception error)
#pragma warning restore CA1031
        {
            // Closing the connection rolls it back.
            await DisconnectAsync();
            _known.Forget(batch.Select(request => request.Write.JobId));
            return error;
        }

        foreach (var (_, work) in batch)
        {
            work.Answer();
        }

        return null;
    }

    private async Task<bool> TransactAsync(List<Request> batch)
    {
        var connection = _connection ??= await ConnectAsync();
        var writes = batch.ConvertAll(request => request.Write);
        var isDone = await _known.RecallAsync(connection, writes) is { } set && await TryWriteAsync(connection, batch, set, isBegun: false);
        while (!isDone)
        {
            // Fails only when another silo inserts one of the jobs in that moment; then its row is there to be locked.
            isDone = await TryWriteAsync(connection, batch, await _known.LockAsync(connection, writes), isBegun: true);
        }

        return isDone;
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = await _store.Source.OpenConnectionAsync();
        try
        {
            await using var set = new NpgsqlCommand(Plans, connection);
            await set.ExecuteNonQueryAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task DisconnectAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    private async Task<bool> EndStuckTransactionsAsync()
    {
        try
        {
            return await _store.EndStuckTransactionsAsync();
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
    private async Task<bool> TryWriteAsync(NpgsqlConnection connection, List<Request> requests, WriteSet set, bool isBegun)
    {
        foreach (var (_, work) in requests)
        {
            Run(work, set);
        }

        // Without a BEGIN before them, the statements of a batch are a transaction of their own.
        await using var batch = new NpgsqlBatch(connection);
        set.Rows.AddTo(batch);
        if (isBegun)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        }

        try
        {
            if (batch.BatchCommands.Count > 0)
            {
                await batch.ExecuteNonQueryAsync();
            }

            _known.Keep(set);
            return true;
        }
        catch (PostgresException error) when (WriteRows.IsStale(error))
        {
            _known.Forget(requests.Select(request => request.Write.JobId));
            if (isBegun)
            {
                await using var rollback = new NpgsqlCommand("ROLLBACK", connection);
                await rollback.ExecuteNonQueryAsync();
            }

            return false;
        }
    }
}
