using System.Threading.Channels;
using ElasticGrains.Engine.Ledger;
using ElasticGrains.Storage.Durable;
using Npgsql;
using Request = (ElasticGrains.Storage.Postgres.PostgresWrite Write, ElasticGrains.Storage.Durable.WriteRequest<ElasticGrains.Storage.Postgres.WriteSet> Work);

namespace ElasticGrains.Storage.Postgres;

/// <summary>
/// Groups what waits, across jobs, into one transaction at a time: lock the rows of its jobs, judge, write, commit, in two round trips.
/// The states of jobs are kept between transactions, but trusted only when the locked row is the one they were kept with: a second silo
/// is noticed by that.
/// </summary>
internal sealed class PostgresWriter
{
    private const int MaxRequests = 1024;
    private const long MaxBytes = 32L << 20;

    // A state costs about 100 bytes for each touched shard; jobs beyond this many are read again.
    private const int MaxStates = 1024;

    private readonly Channel<Request> _queue = Channel.CreateUnbounded<Request>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, JobLedgerState> _states = new(StringComparer.Ordinal);
    private readonly PostgresStore _store;
    private readonly Task _working;

    public PostgresWriter(PostgresStore store)
    {
        _store = store;
        _working = WorkAsync();
    }

    public Task<T> WriteAsync<T>(PostgresWrite write, Func<WriteSet, T> judge, long bytes, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var request = new WriteRequest<WriteSet, T>(judge, bytes);
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite((write, request)), typeof(PostgresStore));
        return request.WaitAsync(cancellationToken);
    }

    /// <summary>Writes what waits, then ends.</summary>
    public Task StopAsync()
    {
        _queue.Writer.TryComplete();
        return _working;
    }

    private async Task WorkAsync()
    {
        // The channel continues its reader on the thread pool, never on the thread of who writes.
        while (await _queue.Reader.WaitToReadAsync())
        {
            var batch = Collect();
            if (batch.Count > 0)
            {
                await RunTogetherAsync(batch);
            }
        }
    }

    private List<Request> Collect()
    {
        var batch = new List<Request>();
        var bytes = 0L;
        while (batch.Count < MaxRequests && bytes < MaxBytes && _queue.Reader.TryRead(out var next))
        {
            if (next.Work.TryStart())
            {
                batch.Add(next);
                bytes += next.Work.Bytes;
            }
        }

        return batch;
    }

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
            await using var connection = await _store.Source.OpenConnectionAsync();
            var set = await LockAsync(connection, batch);
            foreach (var (_, work) in batch)
            {
                Run(work, set);
            }

            await CommitAsync(connection, set);
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to the tasks that wait; the writer must live.
        catch (Exception error)
#pragma warning restore CA1031
        {
            // What was derived from a transaction that may not be there is wrong. Closing the connection rolled it back.
            _states.Clear();
            return error;
        }

        foreach (var (_, work) in batch)
        {
            work.Answer();
        }

        return null;
    }

    private async Task<bool> EndStuckTransactionsAsync()
    {
        try
        {
            return await _store.EndStuckTransactionsAsync();
        }
#pragma warning disable CA1031 // The writer must live.
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

    private async Task<WriteSet> LockAsync(NpgsqlConnection connection, List<Request> batch)
    {
        var accepted = batch.Where(request => request.Write.Accepted is not null).Select(request => request.Write.Accepted!)
            .DistinctBy(job => job.Spec.Id, StringComparer.Ordinal).OrderBy(job => job.Spec.Id, StringComparer.Ordinal).ToList();
        var ids = batch.Select(request => request.Write.JobId).Distinct(StringComparer.Ordinal).ToArray();
        var (inserted, rows) = await JobRows.LockAsync(connection, accepted, ids);
        var stale = rows.Where(row => !_states.TryGetValue(row.Id, out var state) || state.Totals != row.Totals).ToList();
        if (_states.Count + stale.Count > MaxStates)
        {
            _states.Clear();
            stale = rows;
        }

        var shards = await ReadShardsAsync(connection, stale);
        foreach (var row in stale)
        {
            _states[row.Id] = new JobLedgerState(row.Totals, shards[row.Key]);
        }

        var jobs = rows.ToDictionary(row => row.Id, row => new LockedJob(row.Key, row.SpecHash, _states[row.Id]), StringComparer.Ordinal);
        return new WriteSet(jobs, inserted);
    }

    private static async Task<ILookup<long, KeyValuePair<int, ShardLedgerState>>> ReadShardsAsync(NpgsqlConnection connection, List<JobRow> jobs)
    {
        // A job without a plan has no shards; most are read when they are new.
        var keys = jobs.Where(row => row.Totals.PlannedShards is not null).Select(row => row.Key).ToArray();
        if (keys.Length == 0)
        {
            return Array.Empty<(long Key, KeyValuePair<int, ShardLedgerState> Shard)>().ToLookup(row => row.Key, row => row.Shard);
        }

        return await ShardRows.ReadAsync(connection, keys);
    }

    private async Task CommitAsync(NpgsqlConnection connection, WriteSet set)
    {
        await using var batch = new NpgsqlBatch(connection);
        set.Rows.AddTo(batch);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await batch.ExecuteNonQueryAsync();
        foreach (var ended in set.Ended)
        {
            _states.Remove(ended);
        }
    }
}
