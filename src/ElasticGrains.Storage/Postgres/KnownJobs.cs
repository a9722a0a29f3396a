using ElasticGrains.Engine.Ledger;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>
/// The jobs as this process last read or wrote them, and keys for new ones. What is known may be out of date when several silos write:
/// a transaction that builds on it has the database check it, or takes the rows' locks first.
/// </summary>
internal sealed class KnownJobs
{
    // A touched shard costs about 100 bytes, and a job about as much as ten: 40 MB a writer. What does not fit is read again when it is
    // wanted, which takes two round trips more; thousands of jobs may be open.
    private const int MostShards = 400_000;
    private const int ShardsOfJob = 10;

    private const int KeysAtOnce = 256;

    private readonly Dictionary<string, (KnownJob Job, int Size)> _jobs = new(StringComparer.Ordinal);
    private readonly Queue<long> _keys = new();
    private int _size;

    /// <summary>The set for these requests by what is known, for a transaction that checks it; null when too little is known.</summary>
    public async Task<WriteSet?> RecallAsync(NpgsqlConnection connection, IEnumerable<PostgresWrite> requests)
    {
        var jobs = new Dictionary<string, KnownJob>(StringComparer.Ordinal);
        var absent = new HashSet<string>(StringComparer.Ordinal);
        foreach (var request in requests)
        {
            if (_jobs.TryGetValue(request.JobId, out var known))
            {
                jobs[request.JobId] = known.Job;
            }
            else if (request.Accepted is not null)
            {
                absent.Add(request.JobId);
            }
            else if (!absent.Contains(request.JobId))
            {
                return null;
            }
        }

        var set = new WriteSet(jobs, await KeysAsync(connection, absent));
        foreach (var job in jobs.Values)
        {
            set.Rows.Expect(job.Key, job.State.Totals);
        }

        return set;
    }

    /// <summary>The set for these requests by their rows, which the transaction begun here holds until its end.</summary>
    public async Task<WriteSet> LockAsync(NpgsqlConnection connection, IReadOnlyCollection<PostgresWrite> requests)
    {
        // Keys first: nothing is held meanwhile.
        var keys = await KeysAsync(connection, requests.Where(request => request.Accepted is not null).Select(request => request.JobId));
        var rows = await JobRows.LockAsync(connection, [.. requests.Select(request => request.JobId).Distinct(StringComparer.Ordinal)]);
        var stale = rows.Where(row => !_jobs.TryGetValue(row.Id, out var known) || known.Job.Key != row.Key || known.Job.State.Totals != row.Totals).ToList();
        var shards = await ReadShardsAsync(connection, stale);
        var read = stale.ToDictionary(row => row.Id, row => new KnownJob(row.Key, row.SpecHash, new JobLedgerState(row.Totals, shards[row.Key])), StringComparer.Ordinal);
        return new WriteSet(rows.ToDictionary(row => row.Id, row => read.GetValueOrDefault(row.Id) ?? _jobs[row.Id].Job, StringComparer.Ordinal), keys);
    }

    /// <summary>The transaction is durable: what was judged is what is there.</summary>
    public void Keep(WriteSet set)
    {
        foreach (var (id, job) in set.Jobs)
        {
            Forget(id);
            if (job.State.Totals.Final is null)
            {
                var size = ShardsOfJob + job.State.TouchedCount;
                MakeRoom(size);
                _jobs.Add(id, (job, size));
                _size += size;
            }
        }
    }

    /// <summary>These were judged for a transaction that is not there, or may not be: what was derived from it is wrong.</summary>
    public void Forget(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            Forget(id);
        }
    }

    private void MakeRoom(int size)
    {
        while (_size + size > MostShards && _jobs.Count > 0)
        {
            Forget(_jobs.Keys.Take((_jobs.Count + 1) / 2).ToList());
        }
    }

    private void Forget(string id)
    {
        if (_jobs.Remove(id, out var known))
        {
            _size -= known.Size;
        }
    }

    private async Task<Dictionary<string, long>> KeysAsync(NpgsqlConnection connection, IEnumerable<string> ids)
    {
        var keys = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            if (_keys.Count == 0)
            {
                foreach (var key in await JobRows.TakeKeysAsync(connection, KeysAtOnce))
                {
                    _keys.Enqueue(key);
                }
            }

            keys[id] = _keys.Dequeue();
        }

        return keys;
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
}
