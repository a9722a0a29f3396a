using ElasticGrains.Engine.Ledger;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>Reads the rows of shards that something has happened to.</summary>
internal static class ShardRows
{
    public static async Task<ILookup<long, KeyValuePair<int, ShardLedgerState>>> ReadAsync(NpgsqlConnection connection, long[] jobs)
    {
        await using var command = new NpgsqlCommand(
            "SELECT job, shard, start_item, end_item, committed_end, last_attempt, running, quarantined, more FROM shards WHERE job = ANY($1) ORDER BY job, shard",
            connection);
        command.Parameters.AddArray(jobs);
        await using var row = await command.ExecuteReaderAsync();
        var found = new List<(long Job, KeyValuePair<int, ShardLedgerState> Shard)>();
        while (await row.ReadAsync())
        {
            found.Add((row.GetInt64(0), new(row.GetInt32(1), new ShardLedgerState
            {
                Start = row.GetInt64(2),
                End = row.GetInt64(3),
                CommittedEnd = row.GetInt64(4),
                LastAttempt = row.GetInt64(5),
                Running = row.GetInt64(6),
                IsQuarantined = row.GetBoolean(7),
                More = row.GetInt32(8),
            })));
        }

        return found.ToLookup(shard => shard.Job, shard => shard.Shard);
    }
}
