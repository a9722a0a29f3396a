using System.Globalization;
using ElasticGrains.Blocks;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>What rows say of blocks.</summary>
internal static class BlockLists
{
    private const string OfJob = "SELECT block, length, checksum, place FROM blocks WHERE job = $1 ORDER BY block";
    private const string Usage = "SELECT job, count(*), sum(length)::bigint FROM blocks GROUP BY job ORDER BY 3 DESC, 1";

    public static Task<IReadOnlyList<StoredBlock>> BlocksAsync(PostgresStore store, string jobId, CancellationToken cancellationToken) => ReadAsync(
        store,
        OfJob,
        command => command.Parameters.AddValue(jobId),
        row => new StoredBlock(
            new BlockHandle(row.GetInt64(0).ToString(CultureInfo.InvariantCulture), row.GetInt64(1), (ulong)row.GetInt64(2)), row.IsDBNull(3) ? null : row.GetString(3)),
        cancellationToken);

    public static Task<IReadOnlyList<BlockUsage>> UsageAsync(PostgresStore store, CancellationToken cancellationToken) =>
        ReadAsync(store, Usage, _ => { }, row => new BlockUsage(row.GetString(0), row.GetInt64(1), row.GetInt64(2)), cancellationToken);

    private static Task<IReadOnlyList<T>> ReadAsync<T>(
        PostgresStore store, string sql, Action<NpgsqlCommand> prepare, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        store.RepeatableAsync<IReadOnlyList<T>>(
            async connection =>
            {
                var rows = new List<T>();
                await using var command = new NpgsqlCommand(sql, connection);
                prepare(command);
                await using var row = await command.ExecuteReaderAsync(cancellationToken);
                while (await row.ReadAsync(cancellationToken))
                {
                    rows.Add(read(row));
                }

                return rows;
            },
            cancellationToken);
}
