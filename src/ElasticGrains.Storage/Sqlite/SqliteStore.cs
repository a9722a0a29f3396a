using ElasticGrains.Storage.Local;
using Microsoft.Data.Sqlite;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>An open ledger file: one writing thread, a few reading ones. Ledger, blocks and reader of the same file share it.</summary>
public sealed class SqliteStore : IAsyncDisposable
{
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _unfinished = [];
    private Task? _closed;

    private SqliteStore(string file, SqliteStoreOptions options, SqliteSession writing, bool isReadOnly)
    {
        File = file;
        Options = options;
        IsReadOnly = isReadOnly;
        _readers = new SqliteReaders(() => SqliteSession.OpenReader(file, options), Translate);
        _writer = new SqliteWriter(writing, Translate, options.StatementProbe) { RolledBack = Appender.Forget };
    }

    /// <summary>The path of the file.</summary>
    public string File { get; }

    /// <summary>True when only cancellations may be written.</summary>
    public bool IsReadOnly { get; }

    internal SqliteStoreOptions Options { get; }

    internal SqliteAppender Appender { get; } = new();

    /// <summary>The owner epoch under which this process may write; null when nobody owns the file.</summary>
    internal long? OwnerEpoch
    {
        get => _writer.OwnerEpoch;
        set => _writer.OwnerEpoch = value;
    }

    /// <summary>Opens the file, and creates it when it is missing.</summary>
    /// <exception cref="StateDirectoryException">It cannot be opened or is no ledger.</exception>
    public static SqliteStore Open(string file, SqliteStoreOptions? options = null) => Open(file, options, isReadOnly: false);

    internal static SqliteStore Open(string file, SqliteStoreOptions? options, bool isReadOnly)
    {
        options ??= SqliteStoreOptions.Default;
        SqliteSession? session = null;
        try
        {
            SqliteFile.CreateIfMissing(file, options);
            session = SqliteSession.OpenWriter(file, options);
            SqliteSchema.Ensure(session, file);
            return new SqliteStore(file, options, session, isReadOnly);
        }
        catch (Exception error)
        {
            session?.Dispose();
            throw error is SqliteException trouble ? SqliteTrouble.AtOpen(trouble, file) : error;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed ??= CloseAsync([.. _unfinished]);
        }

        await _closed;
    }

    /// <summary>Does what nobody waits for: the file is closed only when it is done.</summary>
    internal async Task<T> HoldOpenAsync<T>(Func<Task<T>> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed is not null, this);
            _unfinished.Add(done.Task);
        }

        try
        {
            return await work();
        }
        finally
        {
            lock (_gate)
            {
                _unfinished.Remove(done.Task);
            }

            done.SetResult();
        }
    }

    /// <summary>Writes in the next shared transaction.</summary>
    internal Task<T> WriteAsync<T>(Func<SqliteSession, T> work, long bytes, CancellationToken cancellationToken) => IsReadOnly
        ? throw new InvalidOperationException($"{File} is open for reading only.")
        : WriteAlwaysAsync(work, bytes, cancellationToken);

    /// <summary>Writes even where the file is open for reading only.</summary>
    internal Task<T> WriteAlwaysAsync<T>(Func<SqliteSession, T> work, long bytes, CancellationToken cancellationToken) => _writer.WriteAsync(
        context => context.LostTo is { } owner
            ? throw new StateOwnershipLostException($"{File} was taken over by {owner}; this process writes nothing more.")
            : work(context.Session),
        bytes,
        cancellationToken);

    internal Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken) => _readers.ReadAsync(read, cancellationToken);

    private async Task CloseAsync(Task[] unfinished)
    {
        await Task.WhenAll(unfinished);
        await Task.WhenAll(_readers.StopAsync(), _writer.StopAsync());
    }

    private Exception Translate(SqliteException error) => SqliteTrouble.Of(error, File);
}
