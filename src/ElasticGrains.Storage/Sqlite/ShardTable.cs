using ElasticGrains.Engine.Ledger;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>The rows of shards that something has happened to.</summary>
internal static class ShardTable
{
    public static void Write(SqliteSession session, long job, int number, in ShardLedgerState shard) =>
        session["INSERT INTO shards VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(job, shard) DO UPDATE SET start_item = excluded.start_item, "
            + "end_item = excluded.end_item, committed_end = excluded.committed_end, last_attempt = excluded.last_attempt, "
            + "running = excluded.running, quarantined = excluded.quarantined, more = excluded.more"]
            .Bind(job).Bind(number).Bind(shard.Start).Bind(shard.End).Bind(shard.CommittedEnd).Bind(shard.LastAttempt).Bind(shard.Running)
            .Bind(shard.IsQuarantined ? 1L : 0L).Bind(shard.More).Run();

    public static IEnumerable<KeyValuePair<int, ShardLedgerState>> Read(SqliteSession session, long job)
    {
        var row = session["SELECT shard, start_item, end_item, committed_end, last_attempt, running, quarantined, more FROM shards WHERE job = ?"].Bind(job);
        while (row.Step())
        {
            yield return new((int)row.Long(0), new ShardLedgerState
            {
                Start = row.Long(1),
                End = row.Long(2),
                CommittedEnd = row.Long(3),
                LastAttempt = row.Long(4),
                Running = row.Long(5),
                IsQuarantined = row.Long(6) != 0,
                More = (int)row.Long(7),
            });
        }
    }
}
