using System.Text;
using SQLitePCL;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>A prepared statement: parameters are bound in order, columns read by index.</summary>
internal sealed class SqliteStatement(SqliteSession session, sqlite3_stmt statement, string sql) : IDisposable
{
    // Valid as long as the statement, which this object disposes.
    private readonly nint _handle = statement.DangerousGetHandle();
    private int _bound;

    public SqliteStatement Bind(long value) => Checked(SqliteNative.BindInt64(_handle, ++_bound, value));

    public SqliteStatement Bind(long? value) => value is { } known ? Bind(known) : Checked(raw.sqlite3_bind_null(statement, ++_bound));

    // SQLite has signed 64-bit integers only; checksums keep their bits.
    public SqliteStatement Bind(ulong? value) => Bind((long?)value);

    public SqliteStatement Bind(string? value) => value is null
        ? Checked(raw.sqlite3_bind_null(statement, ++_bound))
        : BindText(Encoding.UTF8.GetBytes(value));

    // An empty span would bind NULL.
    public SqliteStatement BindText(ReadOnlySpan<byte> utf8) => Checked(utf8.IsEmpty
        ? raw.sqlite3_bind_text(statement, ++_bound, string.Empty)
        : raw.sqlite3_bind_text(statement, ++_bound, utf8));

    public SqliteStatement BindBlob(ReadOnlySpan<byte> bytes) => Checked(bytes.IsEmpty
        ? raw.sqlite3_bind_zeroblob(statement, ++_bound, 0)
        : raw.sqlite3_bind_blob(statement, ++_bound, bytes));

    /// <summary>Runs to the end and answers how many rows were changed.</summary>
    public int Run()
    {
        while (Step())
        {
        }

        return raw.sqlite3_changes(session.Handle);
    }

    /// <summary>Goes to the next row; false behind the last one.</summary>
    public bool Step()
    {
        session.Announce(sql);
        var code = SqliteNative.Step(_handle);
        if (code is raw.SQLITE_ROW)
        {
            return true;
        }

        var error = code == raw.SQLITE_DONE ? null : session.Error(code);
        Reset();
        return error is null ? false : throw error;
    }

    public bool IsNull(int column) => SqliteNative.ColumnType(_handle, column) == raw.SQLITE_NULL;

    public long Long(int column) => SqliteNative.ColumnInt64(_handle, column);

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>The bytes of a blob or text; valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    /// <summary>Makes the statement ready to be bound again. Leaving it half-read would keep its read lock.</summary>
    public SqliteStatement Reset()
    {
        // The answer repeats the error of the last step, which was thrown already.
        _ = raw.sqlite3_reset(statement);
        _bound = 0;
        return this;
    }

    public void Dispose() => statement.Dispose();

    private SqliteStatement Checked(int code) => code == raw.SQLITE_OK ? this : throw session.Error(code);
}
