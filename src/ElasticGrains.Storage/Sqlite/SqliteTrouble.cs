using ElasticGrains.Ledger;
using ElasticGrains.Storage.Local;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>Database errors in the user's words.</summary>
internal static class SqliteTrouble
{
    /// <summary>While the ledger is in use: what passes by itself or by the user's hand is <see cref="LedgerUnavailableException"/>.</summary>
    public static Exception Of(SqliteException error, string file) => Unavailable(error, file) is { } sentence
        ? new LedgerUnavailableException(sentence, error)
        : new StateDirectoryException(Sentence(error, file), error);

    /// <summary>While it is being opened: nothing is running yet that could wait.</summary>
    public static StateDirectoryException AtOpen(SqliteException error, string file) => error.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED
        ? new StateDirectoryInUseException(Locked(file), error)
        : new StateDirectoryException(Unavailable(error, file) ?? Sentence(error, file), error);

    private static string? Unavailable(SqliteException error, string file) => error.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => Full(file),
        raw.SQLITE_IOERR when error.SqliteExtendedErrorCode == raw.SQLITE_IOERR_SHMSIZE => Full(file),
        raw.SQLITE_IOERR => $"The disk that holds {file} reports an error ({error.Message}, code {error.SqliteExtendedErrorCode}); the job goes on when it answers again.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => Locked(file),
        raw.SQLITE_READONLY => $"{file} may not be written ({error.Message}); give this user the right to write it and its directory.",
        raw.SQLITE_CANTOPEN => $"{file} cannot be opened; it must be a file that this user may read and write, in a directory that it may write.",
        raw.SQLITE_NOMEM => $"There was not enough memory to write {file}.",
        _ => null,
    };

    private static string Sentence(SqliteException error, string file) => error.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB => $"{file} is not a ledger file; choose another directory.",
        raw.SQLITE_CORRUPT => $"{file} is damaged ({error.Message}).",
        _ => $"{file}: {error.Message} (SQLite error {error.SqliteExtendedErrorCode}).",
    };

    private static string Full(string file) => $"The disk that holds {file} is full; free space and the job goes on.";

    private static string Locked(string file) => LockHolder.Of(file) is { } pid
        ? $"{file} is locked by process {pid}, which does not let go of it ({LocalProcesses.Describe(pid)}); end it (kill -9 {pid}), and nothing that was committed is lost."
        : $"{file} is locked by another process that does not let go of it; end that process, and nothing that was committed is lost.";
}
