using ElasticGrains.Engine.Ledger;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Durable;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>The rows of jobs.</summary>
internal static class JobTable
{
    private const string Columns = "items, writer_epoch, version, digest, sequence, planned_shards, shards, last_number, committed, final, finished_at, cover";
    private const string EntryColumns = Columns + ", id, kernel, spec_hash, accepted_at, tags, cache_key IS NOT NULL";

    public static long? FindKey(SqliteSession session, string id)
    {
        var row = session["SELECT job FROM jobs WHERE id = ?"].Bind(id);
        return row.Step() ? row.Long(0) : null;
    }

    public static (long Key, JobLedgerTotals Totals)? Find(SqliteSession session, string id)
    {
        var row = session["SELECT " + Columns + ", job FROM jobs WHERE id = ?"].Bind(id);
        return row.Step() ? (row.Long(12), ReadTotals(row)) : null;
    }

    public static AcceptOutcome Accept(SqliteSession session, LedgerEvent.Accepted job, EventWriter events)
    {
        var known = session["SELECT spec_hash FROM jobs WHERE id = ?"].Bind(job.Spec.Id);
        if (known.Step())
        {
            return known.Text(0) == job.SpecHash ? AcceptOutcome.Exists : AcceptOutcome.Conflict;
        }

        session["INSERT INTO jobs(id, kernel, spec_hash, accepted_at, items, writer_epoch, version, sequence, shards, last_number, committed, cover, tags, cache_key) "
            + "VALUES(?, ?, ?, ?, ?, 0, 0, 1, 0, 0, 0, ?, ?, ?)"]
            .Bind(job.Spec.Id).Bind(job.Spec.Kernel).Bind(job.SpecHash).Bind(job.At.UtcTicks).Bind(job.Items).Bind(default(CoverHash).ToString())
            .Bind(TagsJson.Write(job.Spec.Tags)).Bind(job.CacheKey).Run();
        events.Write(session, FindKey(session, job.Spec.Id)!.Value, 1, job);
        return AcceptOutcome.Accepted;
    }

    public static void Update(SqliteSession session, long key, in JobLedgerTotals totals) =>
        session["UPDATE jobs SET writer_epoch = ?, version = ?, digest = ?, sequence = ?, planned_shards = ?, shards = ?, last_number = ?, "
            + "committed = ?, final = ?, finished_at = ?, cover = ? WHERE job = ?"]
            .Bind(totals.WriterEpoch).Bind(totals.Version).Bind(totals.Digest).Bind(totals.Sequence).Bind(totals.PlannedShards)
            .Bind(totals.Shards).Bind(totals.LastNumber).Bind(totals.Committed).Bind((long?)totals.Final)
            .Bind(totals.FinishedAt?.UtcTicks).Bind(totals.Cover.ToString()).Bind(key).Run();

    public static IReadOnlyList<JobEntry> List(SqliteSession session, JobQuery query)
    {
        var jobs = new List<JobEntry>();
        var row = session["SELECT " + EntryColumns + " FROM jobs WHERE (?1 IS NULL OR (final IS NOT NULL) = ?1) AND (?2 IS NULL OR " + PhaseSql.Phase + " = ?2) "
            + "AND (?3 IS NULL OR coalesce(finished_at, accepted_at) <= ?3) "
            + "AND NOT EXISTS (SELECT 1 FROM json_each(?4) asked WHERE NOT EXISTS "
            + "(SELECT 1 FROM json_each(coalesce(tags, '{}')) tag WHERE tag.key = asked.key AND tag.value = asked.value)) "
            + "ORDER BY accepted_at DESC, job DESC LIMIT ?5"]
            .Bind(query.HasEnded is { } ended ? ended ? 1L : 0L : null).Bind((long?)query.Phase).Bind(query.Until?.UtcTicks)
            .Bind(TagsJson.Write(query.Tags) ?? "{}").Bind(query.Max ?? -1L);
        while (row.Step())
        {
            jobs.Add(ReadEntry(row, ReadTotals(row)));
        }

        return jobs;
    }

    public static IReadOnlyList<string> ListUnfinished(SqliteSession session)
    {
        var ids = new List<string>();
        var row = session["SELECT id FROM jobs WHERE final IS NULL ORDER BY accepted_at, job"];
        while (row.Step())
        {
            ids.Add(row.Text(0));
        }

        return ids;
    }

    public static (long Key, JobEntry Entry, long LastNumber)? FindEntry(SqliteSession session, string id)
    {
        var row = session["SELECT " + EntryColumns + ", job FROM jobs WHERE id = ?"].Bind(id);
        if (!row.Step())
        {
            return null;
        }

        var totals = ReadTotals(row);
        return (row.Long(18), ReadEntry(row, totals), totals.LastNumber);
    }

    public static bool RequestCancel(SqliteSession session, string id, string reason) =>
        session["UPDATE jobs SET cancel_reason = coalesce(cancel_reason, ?) WHERE id = ? AND final IS NULL"].Bind(reason).Bind(id).Run() > 0;

    public static void ForgetCancel(SqliteSession session, long key) =>
        session["UPDATE jobs SET cancel_reason = NULL WHERE job = ?"].Bind(key).Run();

    /// <summary>Deletes a job that has ended; false when it has not, or is not there.</summary>
    public static bool Purge(SqliteSession session, string id)
    {
        var row = session["SELECT job FROM jobs WHERE id = ? AND final IS NOT NULL"].Bind(id);
        if (!row.Step())
        {
            return false;
        }

        var key = row.Long(0);
        row.Reset();
        session["DELETE FROM block_chunks WHERE block IN (SELECT block FROM blocks WHERE job = ?)"].Bind(id).Run();
        session["DELETE FROM blocks WHERE job = ?"].Bind(id).Run();
        session["DELETE FROM log_lines WHERE job = ?"].Bind(key).Run();
        session["DELETE FROM commits WHERE job = ?"].Bind(key).Run();
        session["DELETE FROM shards WHERE job = ?"].Bind(key).Run();
        session["DELETE FROM events WHERE job = ?"].Bind(key).Run();
        session["DELETE FROM jobs WHERE job = ?"].Bind(key).Run();
        return true;
    }

    public static string? ReadCancelRequest(SqliteSession session, string id)
    {
        var row = session["SELECT cancel_reason FROM jobs WHERE id = ? AND final IS NULL"].Bind(id);
        return row.Step() ? row.TextOrNull(0) : null;
    }

    public static IReadOnlyDictionary<string, string> ListCancelRequests(SqliteSession session)
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        var row = session["SELECT id, cancel_reason FROM jobs WHERE final IS NULL AND cancel_reason IS NOT NULL"];
        while (row.Step())
        {
            reasons[row.Text(0)] = row.Text(1);
        }

        return reasons;
    }

    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private static JobEntry ReadEntry(SqliteStatement row, in JobLedgerTotals totals) =>
        new(row.Text(12), row.Text(13), row.Text(14), totals.Phase, totals.Items, totals.Settled, Time(row.Long(15)), totals.FinishedAt)
        {
            Tags = TagsJson.Read(row.TextOrNull(16)),
            UsesCache = row.Long(17) != 0,
            IsCopied = totals.IsCopied,
        };

    private static JobLedgerTotals ReadTotals(SqliteStatement row) => new()
    {
        Items = row.Long(0),
        WriterEpoch = row.Long(1),
        Version = row.Long(2),
        Digest = (ulong?)row.LongOrNull(3),
        Sequence = row.Long(4),
        PlannedShards = (int?)row.LongOrNull(5),
        Shards = (int)row.Long(6),
        LastNumber = row.Long(7),
        Committed = row.Long(8),
        Final = (JobPhase?)row.LongOrNull(9),
        Cover = CoverHash.Parse(row.Text(11)),
        FinishedAt = row.LongOrNull(10) is { } ticks ? Time(ticks) : null,
    };
}
