using ElasticGrains.Inputs;
using ElasticGrains.Storage.Durable;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>Inputs in the ledger's file: each part is a row, durable together with the ledger and copied with it.</summary>
/// <param name="store">The file.</param>
/// <param name="time">The clock.</param>
public sealed class SqliteUploads(SqliteStore store, TimeProvider time) : IUploadStore
{
    // Of a MiB each: what one transaction deletes.
    private const int Batch = 64;

    // Whoever deletes waits for an answer; what is left then the next collection takes.
    private static readonly TimeSpan WaitAtMost = TimeSpan.FromSeconds(1);

    private const string Columns = "SELECT u.upload, u.name, u.fingerprint, u.file_count, u.keep, u.created_at, u.used_at, u.read_at, m.value, "
        + "CASE WHEN u.fingerprint IS NULL THEN (SELECT count(*) FROM upload_parts p WHERE p.upload = u.upload) ELSE u.parts END, "
        + "CASE WHEN u.fingerprint IS NULL THEN (SELECT coalesce(sum(length), 0) FROM upload_parts p WHERE p.upload = u.upload) ELSE u.length END, ";

    private const string From = " FROM uploads u, meta m WHERE m.key = 'ledger' AND ";

    private long Now => time.GetUtcNow().UtcTicks;

    /// <inheritdoc/>
    public Task<string> IdentifyAsync(CancellationToken cancellationToken = default) => store.ReadAsync(
        session =>
        {
            var row = session["SELECT value FROM meta WHERE key = 'ledger'"];
            row.Step();
            return row.Text(0);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<UploadedInput> BeginAsync(string name, TimeSpan keep, CancellationToken cancellationToken = default) => store.WriteAsync(
        session =>
        {
            session["INSERT INTO uploads(name, file_count, length, parts, keep, created_at, used_at) VALUES(?, 0, 0, 0, ?, ?, ?) "
                + "ON CONFLICT(name) DO UPDATE SET keep = excluded.keep, used_at = max(used_at, excluded.used_at) WHERE fingerprint IS NULL"].Bind(name).Bind(keep.Ticks).Bind(Now).Bind(Now).Run();
            return Find(session, name)!;
        },
        bytes: 0,
        cancellationToken);

    /// <inheritdoc/>
    public Task<UploadStatus> WriteAsync(long upload, UploadPart part, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(part);
        return !part.IsSound() || part.Stamp.Length is 0 or > UploadRules.PartBytes
            ? Task.FromResult(UploadStatus.Damaged)
            : store.WriteAsync(session => Write(session, upload, part), part.Stamp.Length, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<UploadStamp>> ListPartsAsync(long upload, int from, int most, CancellationToken cancellationToken = default) =>
        store.ReadAsync(session => Stamps(session, upload, from, most), cancellationToken);

    /// <inheritdoc/>
    public Task<UploadStatus> CompleteAsync(long upload, IReadOnlyList<UploadedFile> files, string fingerprint, CancellationToken cancellationToken = default) =>
        store.WriteAsync(session => Complete(session, upload, files, fingerprint), bytes: 0, cancellationToken);

    /// <inheritdoc/>
    public Task<UploadedInput?> FindAsync(string name, CancellationToken cancellationToken = default) => store.ReadAsync(session => Find(session, name), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<UploadedInput>> ListAsync(string after, int most, CancellationToken cancellationToken = default) => store.ReadAsync<IReadOnlyList<UploadedInput>>(
        session => ReadAll(session[Columns + "NULL" + From + "u.name > ? ORDER BY u.name LIMIT ?"].Bind(after).Bind(most), Read),
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<UploadPart>?> ReadAsync(string name, string fingerprint, int first, int count, CancellationToken cancellationToken = default) =>
        store.ReadAsync<IReadOnlyList<UploadPart>?>(
            session =>
            {
                var row = session["SELECT upload FROM uploads WHERE name = ? AND fingerprint = ?"].Bind(name).Bind(fingerprint);
                return row.Step() ? ReadAll(
                    session["SELECT part, length, checksum, data FROM upload_parts WHERE upload = ? AND part >= ? AND part < ? ORDER BY part"].Bind(row.Long(0)).Bind(first).Bind((long)first + count),
                    found => new UploadPart(Stamp(found), found.Bytes(3).ToArray())) : null;
            },
            cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Where the file is open for reading only, nobody is told.</remarks>
    public Task TouchAsync(string name, string fingerprint, CancellationToken cancellationToken = default) => store.IsReadOnly ? Task.CompletedTask : store.WriteAsync(
        session => session["UPDATE uploads SET read_at = ?, used_at = max(used_at, ?) WHERE name = ? AND fingerprint = ? AND (read_at IS NULL OR read_at <= ?)"]
            .Bind(Now).Bind(Now).Bind(name).Bind(fingerprint).Bind(Now - UploadRules.TouchEvery.Ticks).Run(),
        bytes: 0,
        cancellationToken);

    /// <inheritdoc/>
    public async Task<UploadStatus> DeleteAsync(long upload, bool force, CancellationToken cancellationToken = default)
    {
        var status = await store.WriteAsync(
            session =>
            {
                var row = session["SELECT read_at FROM uploads WHERE upload = ? AND name IS NOT NULL"].Bind(upload);
                if (!row.Step())
                {
                    return UploadStatus.Missing;
                }

                var readAt = row.LongOrNull(0);
                row.Reset();
                if (!force && readAt > Now - UploadRules.LeaseFor.Ticks)
                {
                    return UploadStatus.InUse;
                }

                session["UPDATE uploads SET name = NULL WHERE upload = ?"].Bind(upload).Run();
                return UploadStatus.Done;
            },
            bytes: 0,
            cancellationToken);
        if (status == UploadStatus.Done)
        {
            await ForgetAsync(upload, WaitAtMost, cancellationToken);
        }

        return status;
    }

    /// <inheritdoc/>
    public async Task<int> CollectAsync(CancellationToken cancellationToken = default)
    {
        // Also what is left of others that were deleted.
        var gone = await store.WriteAsync(
            session =>
            {
                session["UPDATE uploads SET name = NULL WHERE name IS NOT NULL AND used_at <= ? - CASE WHEN fingerprint IS NULL THEN ? ELSE keep END"]
                    .Bind(Now).Bind(UploadRules.UnfinishedFor.Ticks).Run();
                return ReadAll(session["SELECT upload FROM uploads WHERE name IS NULL"], row => row.Long(0));
            },
            bytes: 0,
            cancellationToken);
        foreach (var upload in gone)
        {
            await ForgetAsync(upload, TimeSpan.MaxValue, cancellationToken);
        }

        return gone.Count;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<(string Name, string Problem)>> CheckAsync(CancellationToken cancellationToken = default) => store.ReadAsync<IReadOnlyList<(string Name, string Problem)>>(
        session =>
        {
            const string Sql = "SELECT u.name, u.parts, u.length, count(p.part), coalesce(sum(length(p.data)), 0), coalesce(max(p.part), -1) "
                + "FROM uploads u LEFT JOIN upload_parts p ON p.upload = u.upload WHERE u.name IS NOT NULL AND u.fingerprint IS NOT NULL GROUP BY u.upload ORDER BY u.name";
            var rows = ReadAll(session[Sql], row => (Name: row.Text(0), Problem: UploadFiles.Problem(row.Long(1), row.Long(2), row.Long(3), row.Long(4), row.Long(5))));
            return [.. rows.Where(row => row.Problem is not null).Select(row => (row.Name, row.Problem!))];
        },
        cancellationToken);

    private async Task ForgetAsync(long upload, TimeSpan most, CancellationToken cancellationToken)
    {
        const string Parts = "DELETE FROM upload_parts WHERE upload = ? AND part IN (SELECT part FROM upload_parts WHERE upload = ? ORDER BY part LIMIT ?)";
        var began = time.GetTimestamp();
        while (await store.WriteAsync(session => session[Parts].Bind(upload).Bind(upload).Bind(Batch).Run(), bytes: 0, cancellationToken) > 0)
        {
            if (time.GetElapsedTime(began) > most)
            {
                return;
            }
        }

        await store.WriteAsync(session => session["DELETE FROM uploads WHERE upload = ? AND name IS NULL"].Bind(upload).Run(), bytes: 0, cancellationToken);
    }

    private UploadStatus Write(SqliteSession session, long upload, UploadPart part)
    {
        var row = session["SELECT u.fingerprint IS NOT NULL, p.length, p.checksum FROM uploads u LEFT JOIN upload_parts p ON p.upload = u.upload AND p.part = ? WHERE u.upload = ? AND u.name IS NOT NULL"]
            .Bind(part.Stamp.Part).Bind(upload);
        if (!row.Step())
        {
            return UploadStatus.Missing;
        }

        var (isComplete, length, checksum) = (row.Long(0) == 1, row.LongOrNull(1), row.LongOrNull(2));
        row.Reset();
        if (length is not null || isComplete)
        {
            return (length, (ulong?)checksum) == (part.Stamp.Length, part.Stamp.Checksum) ? UploadStatus.Done : isComplete ? UploadStatus.Complete : UploadStatus.Differs;
        }

        session["INSERT INTO upload_parts VALUES(?, ?, ?, ?, ?)"].Bind(upload).Bind(part.Stamp.Part).Bind(part.Stamp.Length).Bind(part.Stamp.Checksum).BindBlob(part.Bytes.Span).Run();
        session["UPDATE uploads SET used_at = ? WHERE upload = ? AND used_at < ?"].Bind(Now).Bind(upload).Bind(Now - UploadRules.TouchEvery.Ticks).Run();
        return UploadStatus.Done;
    }

    private UploadStatus Complete(SqliteSession session, long upload, IReadOnlyList<UploadedFile> files, string fingerprint)
    {
        var row = session["SELECT fingerprint FROM uploads WHERE upload = ? AND name IS NOT NULL"].Bind(upload);
        if (!row.Step())
        {
            return UploadStatus.Missing;
        }

        var known = row.TextOrNull(0);
        row.Reset();
        if (known == fingerprint)
        {
            session["UPDATE uploads SET used_at = max(used_at, ?) WHERE upload = ?"].Bind(Now).Bind(upload).Run();
        }

        if (known is not null)
        {
            return known == fingerprint ? UploadStatus.Done : UploadStatus.Differs;
        }

        var parts = Stamps(session, upload, 0, int.MaxValue);
        if (!UploadRules.IsWhole(files, parts))
        {
            return UploadStatus.Unfinished;
        }

        if (UploadRules.FingerprintOf(files, parts) != fingerprint)
        {
            return UploadStatus.Differs;
        }

        session["UPDATE uploads SET fingerprint = ?, files = ?, file_count = ?, length = ?, parts = ?, used_at = ? WHERE upload = ?"]
            .Bind(fingerprint).Bind(UploadFiles.Write(files)).Bind(files.Count).Bind(files.Sum(file => file.Length)).Bind(parts.Count).Bind(Now).Bind(upload).Run();
        return UploadStatus.Done;
    }

    private static UploadedInput? Find(SqliteSession session, string name) => ReadAll(session[Columns + "u.files" + From + "u.name = ?"].Bind(name), Read).SingleOrDefault();

    private static IReadOnlyList<UploadStamp> Stamps(SqliteSession session, long upload, int from, int most) =>
        ReadAll(session["SELECT part, length, checksum FROM upload_parts WHERE upload = ? AND part >= ? ORDER BY part LIMIT ?"].Bind(upload).Bind(from).Bind(most), Stamp);

    private static UploadStamp Stamp(SqliteStatement row) => new((int)row.Long(0), (int)row.Long(1), (ulong)row.Long(2));

    private static UploadedInput Read(SqliteStatement row) => new()
    {
        Number = row.Long(0),
        Name = row.Text(1),
        Fingerprint = row.TextOrNull(2),
        FileCount = (int)row.Long(3),
        Keep = TimeSpan.FromTicks(row.Long(4)),
        Created = Time(row.Long(5)),
        LastUsed = Time(row.Long(6)),
        LastRead = row.LongOrNull(7) is { } at ? Time(at) : null,
        Ledger = row.Text(8),
        Parts = row.Long(9),
        Length = row.Long(10),
        Files = row.TextOrNull(11) is { } files ? UploadFiles.Read(files) : null,
    };

    private static List<T> ReadAll<T>(SqliteStatement row, Func<SqliteStatement, T> read)
    {
        var rows = new List<T>();
        while (row.Step())
        {
            rows.Add(read(row));
        }

        return rows;
    }

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
