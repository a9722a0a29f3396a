using System.Globalization;
using System.IO.Hashing;
using System.Text.Json;
using ElasticGrains.Blocks;
using ElasticGrains.Engine.History;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Hashing;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Durable;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>Reads the raw rows of jobs for verification: what is there, whether it makes sense or not.</summary>
/// <param name="store">The file.</param>
public sealed class SqliteLedgerReader(SqliteStore store) : ILedgerReader
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListJobIdsAsync(CancellationToken cancellationToken = default) => store.ReadAsync(ListJobIds, cancellationToken);

    /// <inheritdoc/>
    public Task<LedgerDump?> DumpAsync(string jobId, CancellationToken cancellationToken = default) =>
        store.ReadAsync(session => Dump(session, jobId), cancellationToken);

    /// <inheritdoc/>
    public Task<ShardRecord?> ReadShardAsync(string jobId, int shard, CancellationToken cancellationToken = default) =>
        store.ReadAsync(session => ShardHistoryTable.Read(session, jobId, shard), cancellationToken);

    /// <inheritdoc/>
    public Task<long> CommittedBytesAsync(string jobId, CancellationToken cancellationToken = default) =>
        store.ReadAsync(session => CommittedBytes(session, jobId), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<(string Block, string JobId)>> ListStrayBlocksAsync(CancellationToken cancellationToken = default) =>
        store.ReadAsync(StrayBlocks, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredBlock>> ListBlocksAsync(string jobId, CancellationToken cancellationToken = default) =>
        store.ReadAsync(session => ListBlocks(session, jobId), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<BlockUsage>> ListBlockUsageAsync(CancellationToken cancellationToken = default) => store.ReadAsync(ListBlockUsage, cancellationToken);

    private static IReadOnlyList<StoredBlock> ListBlocks(SqliteSession session, string jobId)
    {
        var blocks = new List<StoredBlock>();
        var row = session["SELECT block, length, checksum FROM blocks WHERE job = ? ORDER BY block"].Bind(jobId);
        while (row.Step())
        {
            blocks.Add(new StoredBlock(new BlockHandle(row.Long(0).ToString(CultureInfo.InvariantCulture), row.Long(1), (ulong)row.Long(2)), Place: null));
        }

        return blocks;
    }

    private static IReadOnlyList<BlockUsage> ListBlockUsage(SqliteSession session)
    {
        var usage = new List<BlockUsage>();
        var row = session["SELECT job, count(*), sum(length) FROM blocks GROUP BY job ORDER BY 3 DESC, 1"];
        while (row.Step())
        {
            usage.Add(new BlockUsage(row.Text(0), row.Long(1), row.Long(2)));
        }

        return usage;
    }

    private static long CommittedBytes(SqliteSession session, string jobId)
    {
        var row = session["SELECT COALESCE(SUM(length), 0) FROM commits WHERE job = (SELECT job FROM jobs WHERE id = ?)"].Bind(jobId);
        row.Step();
        return row.Long(0);
    }

    private static IReadOnlyList<string> ListJobIds(SqliteSession session)
    {
        var ids = new List<string>();
        var row = session["SELECT id FROM jobs ORDER BY job"];
        while (row.Step())
        {
            ids.Add(row.Text(0));
        }

        return ids;
    }

    private static LedgerDump? Dump(SqliteSession session, string jobId)
    {
        if (JobTable.Find(session, jobId) is not var (key, totals))
        {
            return null;
        }

        var hash = session["SELECT spec_hash FROM jobs WHERE job = ?"].Bind(key);
        hash.Step();
        var dump = new LedgerDump(
            new JobRow(jobId, hash.Text(0), totals),
            [.. ShardTable.Read(session, key).Select(shard => new ShardRow(shard.Key, shard.Value))],
            Events(session, key),
            Commits(session, key),
            Blocks(session, jobId));
        return dump with { Foreign = Foreign(session, NamedBlocks.Elsewhere(dump)) };
    }

    private static Dictionary<string, string> Foreign(SqliteSession session, IEnumerable<long> blocks)
    {
        var owners = new Dictionary<string, string>();
        foreach (var block in blocks)
        {
            var row = session["SELECT job FROM blocks WHERE block = ?"].Bind(block);
            if (row.Step())
            {
                owners.Add(block.ToString(CultureInfo.InvariantCulture), row.Text(0));
            }
        }

        return owners;
    }

    private static IReadOnlyList<(string, string)> StrayBlocks(SqliteSession session)
    {
        var strays = new List<(string, string)>();
        var row = session["SELECT block, job FROM blocks WHERE job NOT IN (SELECT id FROM jobs) ORDER BY block"];
        while (row.Step())
        {
            strays.Add((row.Long(0).ToString(CultureInfo.InvariantCulture), row.Text(1)));
        }

        return strays;
    }

    private static List<EventRow> Events(SqliteSession session, long key)
    {
        var events = new List<EventRow>();
        var row = session["SELECT sequence, checksum, body FROM events WHERE job = ? ORDER BY sequence"].Bind(key);
        while (row.Step())
        {
            events.Add(new EventRow(row.Long(0), TryRead(row.Bytes(2)), Checksum.Of(row.Bytes(2)) == (ulong)row.Long(1)));
        }

        return events;
    }

    private static LedgerEvent? TryRead(ReadOnlySpan<byte> body)
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

    private static List<CommitRow> Commits(SqliteSession session, long key)
    {
        var commits = new List<CommitRow>();
        var row = session["SELECT number, sequence, shard, attempt, start_item, end_item, length, checksum, block, inline, at FROM commits "
            + "WHERE job = ? ORDER BY number"].Bind(key);
        while (row.Step())
        {
            ByteStamp? inline = row.IsNull(9) ? null : new ByteStamp(row.Bytes(9).Length, Checksum.Of(row.Bytes(9)));
            commits.Add(new CommitRow(
                row.Long(0), row.Long(1), (int)row.Long(2), row.Long(3), row.Long(4), row.Long(5),
                new ByteStamp(row.Long(6), (ulong)row.Long(7)), inline, row.TextOrNull(8))
            {
                At = new DateTimeOffset(row.Long(10), TimeSpan.Zero),
            });
        }

        return commits;
    }

    private static List<BlockRow> Blocks(SqliteSession session, string jobId)
    {
        var stated = new List<(long Block, ByteStamp Stamp)>();
        var row = session["SELECT block, length, checksum FROM blocks WHERE job = ? ORDER BY block"].Bind(jobId);
        while (row.Step())
        {
            stated.Add((row.Long(0), new ByteStamp(row.Long(1), (ulong)row.Long(2))));
        }

        return [.. stated.Select(block => new BlockRow(block.Block.ToString(CultureInfo.InvariantCulture), block.Stamp, Find(session, block.Block)))];
    }

    private static ByteStamp Find(SqliteSession session, long block)
    {
        var length = 0L;
        var hash = new XxHash3();
        var row = session["SELECT data FROM block_chunks WHERE block = ? ORDER BY chunk"].Bind(block);
        while (row.Step())
        {
            hash.Append(row.Bytes(0));
            length += row.Bytes(0).Length;
        }

        return new ByteStamp(length, hash.GetCurrentHashAsUInt64());
    }
}
