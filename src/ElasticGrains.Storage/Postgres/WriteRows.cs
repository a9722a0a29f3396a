using System.Buffers;
using System.Text;
using ElasticGrains.Engine.Ledger;
using ElasticGrains.Hashing;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Durable;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>The rows of one transaction by table, each sent as one statement over arrays.</summary>
internal sealed class WriteRows
{
    // A row that an earlier statement found otherwise, or a job that somebody else inserted first, divides by zero: that ends the transaction.
    private const string CheckJobs = "SELECT 1 / (count(*) = cardinality($1))::int FROM (SELECT FROM jobs JOIN unnest($1, $2, $3, $4) "
        + "AS n(job, writer_epoch, version, sequence) ON jobs.job = n.job AND jobs.writer_epoch = n.writer_epoch AND jobs.version = n.version "
        + "AND jobs.sequence = n.sequence ORDER BY jobs.id FOR UPDATE OF jobs) AS held";

    private const string InsertJobs = "WITH inserted AS (INSERT INTO jobs(job, id, kernel, spec_hash, accepted_at, items, writer_epoch, version, sequence, "
        + "shards, last_number, committed, cover, tags, cache_key) OVERRIDING SYSTEM VALUE SELECT job, id, kernel, spec_hash, accepted_at, items, 0, 0, 1, 0, 0, 0, $9, tags, cache_key "
        + "FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS n(job, id, kernel, spec_hash, accepted_at, items, tags, cache_key) ORDER BY id ON CONFLICT (id) DO NOTHING RETURNING job) "
        + "SELECT 1 / (count(*) = cardinality($1))::int FROM inserted";

    private const string InsertEvents = "INSERT INTO events(job, sequence, checksum, body) SELECT * FROM unnest($1, $2, $3, $4)";

    private const string InsertCommits = "INSERT INTO commits(job, number, sequence, shard, attempt, start_item, end_item, length, checksum, at, block, "
        + "block_length, block_checksum, inline) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

    private const string UpsertShards = "INSERT INTO shards(job, shard, start_item, end_item, committed_end, last_attempt, running, quarantined, more) "
        + "SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (job, shard) DO UPDATE SET start_item = excluded.start_item, "
        + "end_item = excluded.end_item, committed_end = excluded.committed_end, last_attempt = excluded.last_attempt, running = excluded.running, "
        + "quarantined = excluded.quarantined, more = excluded.more";

    private const string UpdateJobs = "UPDATE jobs SET writer_epoch = n.writer_epoch, version = n.version, digest = n.digest, sequence = n.sequence, "
        + "planned_shards = n.planned_shards, shards = n.shards, last_number = n.last_number, committed = n.committed, cover = n.cover, final = n.final, "
        + "finished_at = n.finished_at FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS n(job, writer_epoch, version, digest, sequence, "
        + "planned_shards, shards, last_number, committed, cover, final, finished_at) WHERE jobs.job = n.job";

    private const string ForgetCancels = "UPDATE jobs SET cancel_reason = NULL WHERE job = ANY($1)";

    private readonly List<(long Key, JobLedgerTotals Totals)> _expected = [];
    private readonly List<(long Key, LedgerEvent.Accepted Job)> _new = [];
    private readonly List<(long Job, long Sequence, LedgerEvent Event)> _events = [];
    private readonly List<(long Job, long Sequence, LedgerEvent.Committed Commit)> _commits = [];
    private readonly Dictionary<(long Job, int Shard), ShardLedgerState> _shards = [];
    private readonly Dictionary<long, JobLedgerTotals> _jobs = [];
    private readonly List<long> _reopened = [];

    /// <summary>The transaction fails with <see cref="IsStale"/> unless the row is still that of these totals; until its end the row is held.</summary>
    public void Expect(long job, in JobLedgerTotals totals) => _expected.Add((job, totals));

    /// <summary>The transaction fails with <see cref="IsStale"/> when the job is there already.</summary>
    public void Insert(long job, LedgerEvent.Accepted accepted) => _new.Add((job, accepted));

    public void Add(long job, long sequence, LedgerEvent happened)
    {
        if (happened is LedgerEvent.Committed commit)
        {
            _commits.Add((job, sequence, commit));
        }
        else
        {
            _events.Add((job, sequence, happened));
        }
    }

    public void Set(long job, int shard, in ShardLedgerState state) => _shards[(job, shard)] = state;

    public void Set(long job, in JobLedgerTotals totals) => _jobs[job] = totals;

    /// <summary>The job is open again: whoever wanted its end before wanted another one.</summary>
    public void Reopen(long job) => _reopened.Add(job);

    /// <summary>True when rows were not as expected; nothing was written.</summary>
    public static bool IsStale(PostgresException error) => error.SqlState == PostgresErrorCodes.DivisionByZero;

    public void AddTo(NpgsqlBatch batch)
    {
        if (_expected.Count > 0)
        {
            AddExpected(Command(batch, CheckJobs));
        }

        if (_new.Count > 0)
        {
            AddNew(Command(batch, InsertJobs));
        }

        if (_events.Count > 0)
        {
            AddEvents(Command(batch, InsertEvents));
        }

        if (_commits.Count > 0)
        {
            AddCommits(Command(batch, InsertCommits));
        }

        if (_shards.Count > 0)
        {
            AddShards(Command(batch, UpsertShards));
        }

        if (_jobs.Count > 0)
        {
            AddJobs(Command(batch, UpdateJobs));
        }

        if (_reopened.Count > 0)
        {
            Command(batch, ForgetCancels).AddArray(_reopened.ToArray());
        }
    }

    private static NpgsqlParameterCollection Command(NpgsqlBatch batch, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return command.Parameters;
    }

    private void AddExpected(NpgsqlParameterCollection columns)
    {
        columns.Column(_expected, it => it.Key);
        columns.Column(_expected, it => it.Totals.WriterEpoch);
        columns.Column(_expected, it => it.Totals.Version);
        columns.Column(_expected, it => it.Totals.Sequence);
    }

    private void AddNew(NpgsqlParameterCollection columns)
    {
        columns.Column(_new, it => it.Key);
        columns.Column(_new, it => it.Job.Spec.Id);
        columns.Column(_new, it => it.Job.Spec.Kernel);
        columns.Column(_new, it => it.Job.SpecHash);
        columns.Column(_new, it => it.Job.At.UtcTicks);
        columns.Column(_new, it => it.Job.Items);
        columns.Column(_new, it => TagsJson.Write(it.Job.Spec.Tags));
        columns.Column(_new, it => it.Job.CacheKey);
        columns.AddValue(default(CoverHash).ToString());
    }

    private void AddEvents(NpgsqlParameterCollection columns)
    {
        var json = new ArrayBufferWriter<byte>();
        var bodies = new string[_events.Count];
        var checksums = new long[_events.Count];
        for (var i = 0; i < bodies.Length; i++)
        {
            json.ResetWrittenCount();
            LedgerJson.Write(_events[i].Event, json);
            bodies[i] = Encoding.UTF8.GetString(json.WrittenSpan);
            checksums[i] = (long)Checksum.Of(json.WrittenSpan);
        }

        columns.Column(_events, it => it.Job);
        columns.Column(_events, it => it.Sequence);
        columns.AddArray(checksums);
        columns.AddArray(bodies);
    }

    private void AddCommits(NpgsqlParameterCollection columns)
    {
        columns.Column(_commits, it => it.Job);
        columns.Column(_commits, it => it.Commit.Number);
        columns.Column(_commits, it => it.Sequence);
        columns.Column(_commits, it => it.Commit.Shard);
        columns.Column(_commits, it => it.Commit.Attempt);
        columns.Column(_commits, it => it.Commit.Range.Start);
        columns.Column(_commits, it => it.Commit.Range.End);
        columns.Column(_commits, it => it.Commit.Payload.Length);
        columns.Column(_commits, it => (long)it.Commit.Payload.Checksum);
        columns.Column(_commits, it => it.Commit.At.UtcTicks);
        columns.Column(_commits, it => it.Commit.Payload.Block?.Id);
        columns.Column(_commits, it => it.Commit.Payload.Block?.Length);
        columns.Column(_commits, it => (long?)it.Commit.Payload.Block?.Checksum);
        columns.Column(_commits, it => it.Commit.Payload.Block is null ? it.Commit.Payload.Inline.ToArray() : null);
    }

    private void AddShards(NpgsqlParameterCollection columns)
    {
        columns.Column(_shards, it => it.Key.Job);
        columns.Column(_shards, it => it.Key.Shard);
        columns.Column(_shards, it => it.Value.Start);
        columns.Column(_shards, it => it.Value.End);
        columns.Column(_shards, it => it.Value.CommittedEnd);
        columns.Column(_shards, it => it.Value.LastAttempt);
        columns.Column(_shards, it => it.Value.Running);
        columns.Column(_shards, it => it.Value.IsQuarantined);
        columns.Column(_shards, it => it.Value.More);
    }

    private void AddJobs(NpgsqlParameterCollection columns)
    {
        columns.Column(_jobs, it => it.Key);
        columns.Column(_jobs, it => it.Value.WriterEpoch);
        columns.Column(_jobs, it => it.Value.Version);
        columns.Column(_jobs, it => (long?)it.Value.Digest);
        columns.Column(_jobs, it => it.Value.Sequence);
        columns.Column(_jobs, it => it.Value.PlannedShards);
        columns.Column(_jobs, it => it.Value.Shards);
        columns.Column(_jobs, it => it.Value.LastNumber);
        columns.Column(_jobs, it => it.Value.Committed);
        columns.Column(_jobs, it => it.Value.Cover.ToString());
        columns.Column(_jobs, it => (int?)it.Value.Final);
        columns.Column(_jobs, it => it.Value.FinishedAt?.UtcTicks);
    }
}
