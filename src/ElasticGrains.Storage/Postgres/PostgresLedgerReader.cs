using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using ElasticGrains.Engine.History;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Hashing;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Durable;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>Reads the raw rows of jobs for verification: what is there, whether it makes sense or not.</summary>
/// <param name="store">The database.</param>
public sealed class PostgresLedgerReader(PostgresStore store) : ILedgerReader
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListJobIdsAsync(CancellationToken cancellationToken = default) =>
        store.RepeatableAsync(JobRows.ListIdsAsync, cancellationToken);

    /// <inheritdoc/>
    public async Task<LedgerDump?> DumpAsync(string jobId, CancellationToken cancellationToken = default)
    {
        var remote = new Dictionary<string, (RemoteObject Object, bool HasArrived)>();
        var dump = await store.SnapshotAsync(connection => DumpAsync(connection, jobId, remote), cancellationToken);
        return dump is null || remote.Count == 0 ? dump : dump with { Blocks = await LookAsync(dump, remote, cancellationToken) };
    }


    /// <inheritdoc/>
    public Task<ShardRecord?> ReadShardAsync(string jobId, int shard, CancellationToken cancellationToken = default) =>
        store.SnapshotAsync(connection => ShardHistoryRows.ReadAsync(connection, jobId, shard), cancellationToken);

    /// <inheritdoc/>
    public Task<long> CommittedBytesAsync(string jobId, CancellationToken cancellationToken = default) => store.RepeatableAsync(
        async connection =>
        {
            await using var command = Command(
                connection, "SELECT COALESCE(SUM(length), 0)::bigint FROM commits WHERE job = (SELECT job FROM jobs WHERE id = $1)", jobId);
            return (long)(await command.ExecuteScalarAsync())!;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredBlock>> ListBlocksAsync(string jobId, CancellationToken cancellationToken = default) => BlockLists.BlocksAsync(store, jobId, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<BlockUsage>> ListBlockUsageAsync(CancellationToken cancellationToken = default) => BlockLists.UsageAsync(store, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<(string Block, string JobId)>> ListStrayBlocksAsync(CancellationToken cancellationToken = default) =>
        store.RepeatableAsync<IReadOnlyList<(string Block, string JobId)>>(
            async connection =>
            {
                var strays = new List<(string, string)>();
                await using var command = new NpgsqlCommand(
                    "SELECT block, job FROM blocks WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE id = blocks.job) ORDER BY block", connection);
                await using var row = await command.ExecuteReaderAsync(cancellationToken);
                while (await row.ReadAsync(cancellationToken))
                {
                    strays.Add((row.GetInt64(0).ToString(CultureInfo.InvariantCulture), row.GetString(1)));
                }

                return strays;
            },
            cancellationToken);

    private static async Task<LedgerDump?> DumpAsync(NpgsqlConnection connection, string jobId, Dictionary<string, (RemoteObject Object, bool HasArrived)> remote)
    {
        // It may be read again on another connection.
        remote.Clear();
        if (await JobRows.FindAsync(connection, jobId) is not { } job)
        {
            return null;
        }

        var shards = await ShardRows.ReadAsync(connection, [job.Key]);
        var dump = new LedgerDump(
            new Engine.Verification.JobRow(jobId, job.SpecHash, job.Totals),
            [.. shards[job.Key].Select(shard => new ShardRow(shard.Key, shard.Value))],
            await EventsAsync(connection, job.Key),
            await CommitsAsync(connection, job.Key),
            await BlocksAsync(connection, jobId, remote));
        return dump with { Foreign = await ForeignAsync(connection, [.. NamedBlocks.Elsewhere(dump)]) };
    }

    // Outside of the snapshot, which the database would end meanwhile. A block that is forgotten by then is taken as it was stated, and so is one that
    // has not arrived, unless something refers to it.
    private async Task<IReadOnlyList<BlockRow>> LookAsync(LedgerDump dump, Dictionary<string, (RemoteObject Object, bool HasArrived)> remote, CancellationToken cancellationToken)
    {
        var named = NamedBlocks.All(dump).ToHashSet();
        var seen = new List<BlockRow>();
        foreach (var block in dump.Blocks)
        {
            var found = remote.TryGetValue(block.Id, out var it) && (it.HasArrived || named.Contains(block.Id))
                ? await store.Remote.StampAsync(long.Parse(block.Id, CultureInfo.InvariantCulture), it.Object, block.Stated.Length, cancellationToken) ?? block.Stated
                : block.Found;
            seen.Add(block with { Found = found });
        }

        return seen;
    }

    private static async Task<Dictionary<string, string>> ForeignAsync(NpgsqlConnection connection, long[] blocks)
    {
        var owners = new Dictionary<string, string>();
        if (blocks.Length > 0)
        {
            await using var command = Command(connection, "SELECT block, job FROM blocks WHERE block = ANY($1)", blocks);
            await using var row = await command.ExecuteReaderAsync();
            while (await row.ReadAsync())
            {
                owners.Add(row.GetInt64(0).ToString(CultureInfo.InvariantCulture), row.GetString(1));
            }
        }

        return owners;
    }

    private static async Task<List<EventRow>> EventsAsync(NpgsqlConnection connection, long job)
    {
        var events = new List<EventRow>();
        await using var command = Command(connection, "SELECT sequence, checksum, body FROM events WHERE job = $1 ORDER BY sequence", job);
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            var body = Encoding.UTF8.GetBytes(row.GetString(2));
            events.Add(new EventRow(row.GetInt64(0), TryRead(body), Checksum.Of(body) == (ulong)row.GetInt64(1)));
        }

        return events;
    }

    private static LedgerEvent? TryRead(byte[] body)
    {
        try
        {
            return LedgerJson.Read(body);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            return null; // No JSON, or no event that this version knows.
        }
    }

    private static async Task<List<CommitRow>> CommitsAsync(NpgsqlConnection connection, long job)
    {
        var commits = new List<CommitRow>();
        await using var command = Command(
            connection,
            "SELECT number, sequence, shard, attempt, start_item, end_item, length, checksum, block, inline, at FROM commits WHERE job = $1 ORDER BY number",
            job);
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            ByteStamp? inline = row.IsDBNull(9) ? null : StampOf(row.GetFieldValue<byte[]>(9));
            commits.Add(new CommitRow(
                row.GetInt64(0), row.GetInt64(1), row.GetInt32(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5),
                new ByteStamp(row.GetInt64(6), (ulong)row.GetInt64(7)), inline, row.IsDBNull(8) ? null : row.GetString(8))
            {
                At = new DateTimeOffset(row.GetInt64(10), TimeSpan.Zero),
            });
        }

        return commits;
    }

    private static ByteStamp StampOf(byte[] bytes) => new(bytes.Length, Checksum.Of(bytes));

    private static async Task<List<BlockRow>> BlocksAsync(NpgsqlConnection connection, string jobId, Dictionary<string, (RemoteObject Object, bool HasArrived)> remote)
    {
        var stated = new List<(long Block, ByteStamp Stamp, bool HasChunks)>();
        await using (var command = Command(connection, "SELECT block, length, checksum, place, object, arrived FROM blocks WHERE job = $1 ORDER BY block", jobId))
        await using (var row = await command.ExecuteReaderAsync())
        {
            while (await row.ReadAsync())
            {
                stated.Add((row.GetInt64(0), new ByteStamp(row.GetInt64(1), (ulong)row.GetInt64(2)), row.IsDBNull(3)));
                if (!row.IsDBNull(3))
                {
                    remote.Add(row.GetInt64(0).ToString(CultureInfo.InvariantCulture), (new RemoteObject(row.GetString(3), row.GetString(4)), row.GetBoolean(5)));
                }
            }
        }

        var blocks = new List<BlockRow>();
        foreach (var (block, stamp, hasChunks) in stated)
        {
            // What is elsewhere is looked at later.
            blocks.Add(new BlockRow(block.ToString(CultureInfo.InvariantCulture), stamp, hasChunks ? await FindAsync(connection, block) : stamp));
        }

        return blocks;
    }

    private static async Task<ByteStamp> FindAsync(NpgsqlConnection connection, long block)
    {
        var length = 0L;
        var hash = new XxHash3();
        await using var command = Command(connection, "SELECT data FROM block_chunks WHERE block = $1 ORDER BY chunk", block);
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            var data = row.GetFieldValue<byte[]>(0);
            hash.Append(data);
            length += data.Length;
        }

        return new ByteStamp(length, hash.GetCurrentHashAsUInt64());
    }

    private static NpgsqlCommand Command<T>(NpgsqlConnection connection, string sql, T parameter)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddValue(parameter);
        return command;
    }
}
