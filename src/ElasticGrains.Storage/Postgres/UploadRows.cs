using ElasticGrains.Inputs;
using ElasticGrains.Storage.Durable;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>Rows of inputs and of their parts.</summary>
internal static class UploadRows
{
    // Of one that is not complete its row says neither how many parts there are nor their bytes.
    private const string Columns = "SELECT u.upload, u.name, u.fingerprint, u.file_count, u.keep, u.created_at, u.used_at, u.read_at, m.value, "
        + "CASE WHEN u.fingerprint IS NULL THEN (SELECT count(*) FROM upload_parts p WHERE p.upload = u.upload) ELSE u.parts END, "
        + "CASE WHEN u.fingerprint IS NULL THEN (SELECT coalesce(sum(length), 0)::bigint FROM upload_parts p WHERE p.upload = u.upload) ELSE u.length END, ";

    private const string From = " FROM uploads u CROSS JOIN grid_meta m WHERE m.key = '" + LedgerTables.IdentityKey + "' AND ";

    public const string ByName = Columns + "u.files" + From + "u.name = $1";

    public const string List = Columns + "NULL" + From + "u.name > $1 COLLATE \"C\" ORDER BY u.name COLLATE \"C\" LIMIT $2";

    public static UploadedInput Read(NpgsqlDataReader row) => new()
    {
        Number = row.GetInt64(0),
        Name = row.GetString(1),
        Fingerprint = row.IsDBNull(2) ? null : row.GetString(2),
        FileCount = row.GetInt32(3),
        Keep = TimeSpan.FromTicks(row.GetInt64(4)),
        Created = Time(row.GetInt64(5)),
        LastUsed = Time(row.GetInt64(6)),
        LastRead = row.IsDBNull(7) ? null : Time(row.GetInt64(7)),
        Ledger = row.GetString(8),
        Parts = row.GetInt64(9),
        Length = row.GetInt64(10),
        Files = row.IsDBNull(11) ? null : UploadFiles.Read(row.GetString(11)),
    };

    public static UploadStamp Stamp(NpgsqlDataReader row) => new(row.GetInt32(0), row.GetInt32(1), (ulong)row.GetInt64(2));

    public static async Task<IReadOnlyList<T>> ReadAllAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            rows.Add(read(row));
        }

        return rows;
    }

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
