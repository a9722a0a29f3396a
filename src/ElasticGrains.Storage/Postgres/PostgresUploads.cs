using ElasticGrains.Inputs;
using ElasticGrains.Storage.Durable;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>Inputs in the ledger's database: each part is a row, whose input's row nobody completes or deletes while it is written.</summary>
/// <param name="store">The database.</param>
/// <param name="time">The clock.</param>
public sealed class PostgresUploads(PostgresStore store, TimeProvider time) : IUploadStore
{
    private const string Identify = "SELECT value FROM grid_meta WHERE key = '" + LedgerTables.IdentityKey + "'";

    private const string Begin = "INSERT INTO uploads(name, file_count, length, parts, keep, created_at, used_at) VALUES($1, 0, 0, 0, $2, $3, $3) "
        + "ON CONFLICT (name) DO UPDATE SET keep = excluded.keep, used_at = greatest(uploads.used_at, excluded.used_at) WHERE uploads.fingerprint IS NULL";

    private const string Write = "WITH taken AS (SELECT upload FROM uploads WHERE upload = $1 AND name IS NOT NULL AND fingerprint IS NULL FOR SHARE) "
        + "INSERT INTO upload_parts(upload, part, length, checksum, data) SELECT upload, $2, $3, $4, $5 FROM taken ON CONFLICT DO NOTHING RETURNING part";

    // By itself, once the part is written: who shares the row would wait for another who does.
    private const string WrittenTo = "UPDATE uploads SET used_at = $2 WHERE upload = $1 AND used_at < $3";

    private const string Refusal = "SELECT u.fingerprint IS NOT NULL, p.length, p.checksum FROM uploads u LEFT JOIN upload_parts p ON p.upload = u.upload AND p.part = $2 "
        + "WHERE u.upload = $1 AND u.name IS NOT NULL";

    private const string Stamps = "SELECT part, length, checksum FROM upload_parts WHERE upload = $1 AND part >= $2 ORDER BY part LIMIT $3";
    private const string Lock = "SELECT fingerprint FROM uploads WHERE upload = $1 AND name IS NOT NULL FOR UPDATE";
    private const string Use = "UPDATE uploads SET used_at = greatest(used_at, $2) WHERE upload = $1";
    private const string Complete = "UPDATE uploads SET fingerprint = $2, files = $3, file_count = $4, length = $5, parts = $6, used_at = $7 WHERE upload = $1";

    private const string Parts = "SELECT p.part, p.length, p.checksum, p.data FROM uploads u LEFT JOIN upload_parts p ON p.upload = u.upload AND p.part >= $3 AND p.part < $4 "
        + "WHERE u.name = $1 AND u.fingerprint = $2 ORDER BY p.part";

    private const string Touch = "UPDATE uploads SET read_at = $3, used_at = greatest(used_at, $3) WHERE name = $1 AND fingerprint = $2 AND (read_at IS NULL OR read_at <= $4)";

    private const string Check = "SELECT u.name, u.parts, u.length, count(p.part), coalesce(sum(octet_length(p.data)), 0)::bigint, coalesce(max(p.part), -1)::bigint "
        + "FROM uploads u LEFT JOIN upload_parts p ON p.upload = u.upload WHERE u.name IS NOT NULL AND u.fingerprint IS NOT NULL GROUP BY u.upload ORDER BY u.name";

    private readonly PostgresUploadSweep _sweep = new(store, time);

    private long Now => time.GetUtcNow().UtcTicks;

    /// <inheritdoc/>
    public Task<string> IdentifyAsync(CancellationToken cancellationToken = default) => store.RepeatableAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(Identify, connection);
            return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<UploadedInput> BeginAsync(string name, TimeSpan keep, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            await ExecuteAsync(Begin, cancellationToken, name, keep.Ticks, Now);
            if (await FindAsync(name, cancellationToken) is { } begun)
            {
                return begun;
            }
        }
    }

    /// <inheritdoc/>
    public Task<UploadStatus> WriteAsync(long upload, UploadPart part, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(part);
        return !part.IsSound() || part.Stamp.Length is 0 or > UploadRules.PartBytes
            ? Task.FromResult(UploadStatus.Damaged)
            : store.RepeatableAsync(connection => WriteAsync(connection, upload, part, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<UploadStamp>> ListPartsAsync(long upload, int from, int most, CancellationToken cancellationToken = default) => ReadAsync(
        Stamps,
        UploadRows.Stamp,
        cancellationToken,
        upload,
        from,
        most);

    /// <inheritdoc/>
    public Task<UploadStatus> CompleteAsync(long upload, IReadOnlyList<UploadedFile> files, string fingerprint, CancellationToken cancellationToken = default) =>
        store.RepeatableAsync(connection => CompleteAsync(connection, upload, files, fingerprint, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<UploadedInput?> FindAsync(string name, CancellationToken cancellationToken = default) =>
        (await ReadAsync(UploadRows.ByName, UploadRows.Read, cancellationToken, name)).SingleOrDefault();

    /// <inheritdoc/>
    public Task<IReadOnlyList<UploadedInput>> ListAsync(string after, int most, CancellationToken cancellationToken = default) =>
        ReadAsync(UploadRows.List, UploadRows.Read, cancellationToken, after, most);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<UploadPart>?> ReadAsync(string name, string fingerprint, int first, int count, CancellationToken cancellationToken = default)
    {
        var rows = await ReadAsync(
            Parts,
            row => row.IsDBNull(0) ? null : new UploadPart(UploadRows.Stamp(row), row.GetFieldValue<byte[]>(3)),
            cancellationToken,
            name,
            fingerprint,
            first,
            first + count);
        return rows.Count == 0 ? null : [.. rows.OfType<UploadPart>()];
    }

    /// <inheritdoc/>
    public Task TouchAsync(string name, string fingerprint, CancellationToken cancellationToken = default) =>
        ExecuteAsync(Touch, cancellationToken, name, fingerprint, Now, Now - UploadRules.TouchEvery.Ticks);

    /// <inheritdoc/>
    public Task<UploadStatus> DeleteAsync(long upload, bool force, CancellationToken cancellationToken = default) => _sweep.DeleteAsync(upload, force, cancellationToken);

    /// <inheritdoc/>
    public Task<int> CollectAsync(CancellationToken cancellationToken = default) => _sweep.CollectAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<(string Name, string Problem)>> CheckAsync(CancellationToken cancellationToken = default)
    {
        var rows = await ReadAsync(
            Check,
            row => (Name: row.GetString(0), Problem: UploadFiles.Problem(row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5))),
            cancellationToken);
        return [.. rows.Where(row => row.Problem is not null).Select(row => (row.Name, row.Problem!))];
    }

    private async Task<UploadStatus> WriteAsync(NpgsqlConnection connection, long upload, UploadPart part, CancellationToken cancellationToken)
    {
        await using (var write = new NpgsqlCommand(Write, connection))
        {
            write.Parameters.AddValue(upload);
            write.Parameters.AddValue(part.Stamp.Part);
            write.Parameters.AddValue(part.Stamp.Length);
            write.Parameters.AddValue((long)part.Stamp.Checksum);
            write.Parameters.AddValue(part.Bytes);
            if (await write.ExecuteScalarAsync(cancellationToken) is not null)
            {
                await UploadSql.ExecuteAsync(connection, WrittenTo, cancellationToken, upload, Now, Now - UploadRules.TouchEvery.Ticks);
                return UploadStatus.Done;
            }
        }

        await using var refusal = new NpgsqlCommand(Refusal, connection);
        refusal.Parameters.AddValue(upload);
        refusal.Parameters.AddValue(part.Stamp.Part);
        await using var row = await refusal.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
        {
            return UploadStatus.Missing;
        }

        var isSame = !row.IsDBNull(1) && (row.GetInt32(1), (ulong)row.GetInt64(2)) == (part.Stamp.Length, part.Stamp.Checksum);
        return isSame ? UploadStatus.Done : row.GetBoolean(0) ? UploadStatus.Complete : UploadStatus.Differs;
    }

    private async Task<UploadStatus> CompleteAsync(
        NpgsqlConnection connection, long upload, IReadOnlyList<UploadedFile> files, string fingerprint, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var take = new NpgsqlCommand(Lock, connection);
        take.Parameters.AddValue(upload);
        var found = await take.ExecuteScalarAsync(cancellationToken);
        if (found is null or string)
        {
            if (found as string != fingerprint)
            {
                return found is null ? UploadStatus.Missing : UploadStatus.Differs;
            }

            await UploadSql.ExecuteAsync(connection, Use, cancellationToken, upload, Now);
            await transaction.CommitAsync(cancellationToken);
            return UploadStatus.Done;
        }

        await using var list = new NpgsqlCommand(Stamps, connection);
        list.Parameters.AddValue(upload);
        list.Parameters.AddValue(0);
        list.Parameters.AddValue(int.MaxValue);
        var parts = await UploadRows.ReadAllAsync(list, UploadRows.Stamp, cancellationToken);
        if (!UploadRules.IsWhole(files, parts))
        {
            return UploadStatus.Unfinished;
        }

        if (UploadRules.FingerprintOf(files, parts) != fingerprint)
        {
            return UploadStatus.Differs;
        }

        await UploadSql.ExecuteAsync(
            connection, Complete, cancellationToken, upload, fingerprint, UploadFiles.Write(files), files.Count, files.Sum(file => file.Length), (long)parts.Count, Now);
        await transaction.CommitAsync(cancellationToken);
        return UploadStatus.Done;
    }

    private Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params object[] parameters) =>
        store.RepeatableAsync(connection => UploadSql.ExecuteAsync(connection, sql, cancellationToken, parameters), cancellationToken);

    private Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object[] parameters) =>
        store.RepeatableAsync(
            async connection =>
            {
                await using var command = UploadSql.Of(connection, sql, parameters);
                return await UploadRows.ReadAllAsync(command, read, cancellationToken);
            },
            cancellationToken);
}
