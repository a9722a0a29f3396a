using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>
/// A connection with its prepared statements, used by one thread at a time; therefore SQLite need not lock it around every call. The
/// statements are SQLite's own: a command object per row costs more than the row.
/// </summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _prepared = [];
    private readonly Action<string>? _probe;

    static SqliteSession() => Batteries_V2.Init();

    private SqliteSession(sqlite3 handle, Action<string>? probe)
    {
        Handle = handle;
        _probe = probe;
    }

    public sqlite3 Handle { get; }

    public bool IsInTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    public static SqliteSession OpenWriter(string file, SqliteStoreOptions options)
    {
        var session = Open(file, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, options, options.StatementProbe);
        try
        {
            // Pages of 16 KiB write blocks about half again as fast as the default of 4 KiB does; without effect on a file that exists.
            session.Execute("PRAGMA page_size = 16384");
            session.Execute("PRAGMA journal_mode = WAL");
            session.Execute("PRAGMA synchronous = FULL");
            session.Execute("PRAGMA cache_size = -16384");

            // 32 MiB of log before a checkpoint: blocks of several MiB must not pay one each.
            session.Execute("PRAGMA wal_autocheckpoint = 2048");
            if (options.MaxPages is { } pages)
            {
                session.Execute($"PRAGMA max_page_count = {pages}");
            }

            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    // Opened for writing, for a reader of a log that nobody else has open must recover it; but it never writes.
    public static SqliteSession OpenReader(string file, SqliteStoreOptions options)
    {
        var session = Open(file, raw.SQLITE_OPEN_READWRITE, options, probe: null);
        session.Execute("PRAGMA query_only = 1");
        return session;
    }

    /// <summary>The statement, prepared once, with nothing bound.</summary>
    public SqliteStatement this[string sql]
    {
        get
        {
            if (!_prepared.TryGetValue(sql, out var statement))
            {
                var code = raw.sqlite3_prepare_v3(Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var prepared);
                statement = code == raw.SQLITE_OK ? new SqliteStatement(this, prepared, sql) : throw Error(code);
                _prepared.Add(sql, statement);
            }

            return statement.Reset();
        }
    }

    public void Execute(string sql) => this[sql].Run();

    /// <summary>Ends every statement that was read half: it would pin its snapshot, and a write after it would be refused as stale.</summary>
    public void ResetAll()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Reset();
        }
    }

    public void Announce(string sql) => _probe?.Invoke(sql);

    public SqliteException Error(int code) =>
        new(raw.sqlite3_errmsg(Handle).utf8_to_string(), code & 0xFF, raw.sqlite3_extended_errcode(Handle));

    public void Dispose()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose();
        }

        Handle.Dispose();
    }

    private static SqliteSession Open(string file, int flags, SqliteStoreOptions options, Action<string>? probe)
    {
        var code = raw.sqlite3_open_v2(file, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var session = new SqliteSession(handle, probe);
        try
        {
            if (code != raw.SQLITE_OK)
            {
                throw session.Error(code);
            }

            session.Execute($"PRAGMA busy_timeout = {(long)options.BusyTimeout.TotalMilliseconds}");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
