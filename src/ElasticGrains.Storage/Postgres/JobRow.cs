using ElasticGrains.Engine.Ledger;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Durable;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>A row of <c>jobs</c>. Times are UTC ticks of 100 ns (a timestamp of the database is too coarse), checksums the bits of an unsigned number.</summary>
internal sealed record JobRow(long Key, string Id, string Kernel, string SpecHash, long AcceptedAt, JobLedgerTotals Totals, string? Tags, bool UsesCache)
{
    public const string Columns = "job, id, kernel, spec_hash, accepted_at, items, writer_epoch, version, digest, sequence, planned_shards, shards, "
        + "last_number, committed, cover, final, finished_at, tags, cache_key IS NOT NULL";

    public JobEntry Entry => new(Id, Kernel, SpecHash, Totals.Phase, Totals.Items, Totals.Settled, Time(AcceptedAt), Totals.FinishedAt)
    {
        Tags = TagsJson.Read(Tags),
        UsesCache = UsesCache,
        IsCopied = Totals.IsCopied,
    };

    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    public static JobRow Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetInt64(4),
        new JobLedgerTotals
        {
            Items = row.GetInt64(5),
            WriterEpoch = row.GetInt64(6),
            Version = row.GetInt64(7),
            Digest = row.IsDBNull(8) ? null : (ulong)row.GetInt64(8),
            Sequence = row.GetInt64(9),
            PlannedShards = row.IsDBNull(10) ? null : row.GetInt32(10),
            Shards = row.GetInt32(11),
            LastNumber = row.GetInt64(12),
            Committed = row.GetInt64(13),
            Cover = CoverHash.Parse(row.GetString(14)),
            Final = row.IsDBNull(15) ? null : (JobPhase)row.GetInt32(15),
            FinishedAt = row.IsDBNull(16) ? null : Time(row.GetInt64(16)),
        },
        row.IsDBNull(17) ? null : row.GetString(17),
        row.GetBoolean(18));
}
