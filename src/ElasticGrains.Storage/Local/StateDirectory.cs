using ElasticGrains.Storage.Sqlite;

namespace ElasticGrains.Storage.Local;

/// <summary>
/// A directory that holds one ledger file. Its owner runs jobs; others may look at any time and ask for cancellations. An owner that is
/// dead or stopped is taken over at once, and can write nothing afterwards.
/// </summary>
public sealed class StateDirectory : IAsyncDisposable
{
    private const string FileName = "ledger.db";

    private readonly SqliteStore _store;
    private readonly Ownership? _ownership;
    private readonly TimeProvider _time;

    private StateDirectory(string path, SqliteStore store, Ownership? ownership, TimeProvider time)
    {
        Path = path;
        _store = store;
        _ownership = ownership;
        _time = time;
        Ledger = new SqliteJobLedger(store, time);
        Blocks = new SqliteBlockStore(store);
        Log = new SqliteJobLog(store);
        Uploads = new SqliteUploads(store, time);
        Reader = new SqliteLedgerReader(store);
    }

    /// <summary>The full path of the directory.</summary>
    public string Path { get; }

    /// <summary>The ledger. Where the directory is not owned it refuses all writes but cancellations.</summary>
    public SqliteJobLedger Ledger { get; }

    /// <summary>The blocks.</summary>
    public SqliteBlockStore Blocks { get; }

    /// <summary>What kernels wrote.</summary>
    public SqliteJobLog Log { get; }

    /// <summary>The inputs that were put there.</summary>
    public SqliteUploads Uploads { get; }

    /// <summary>Reads raw rows for verification.</summary>
    public SqliteLedgerReader Reader { get; }

    /// <summary>The epoch of this owner, or null when the directory is open for reading.</summary>
    public long? OwnerEpoch => _ownership?.Epoch;

    /// <summary>Opens the directory to run jobs in it; creates it (for this user alone) when it is missing.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="owner">What this process does, for the message that others get.</param>
    /// <param name="options">How the file is used.</param>
    /// <exception cref="StateDirectoryInUseException">Its owner lives.</exception>
    /// <exception cref="StateDirectoryException">It cannot be used.</exception>
    public static StateDirectory OpenOwned(string path, TimeProvider time, string owner, SqliteStoreOptions? options = null)
    {
        var full = System.IO.Path.GetFullPath(path);
        Create(full);
        var file = System.IO.Path.Combine(full, FileName);
        var ownership = Ownership.Take(full, file, time, owner, options ?? SqliteStoreOptions.Default);
        var store = SqliteStore.Open(file, options);
        store.OwnerEpoch = ownership.Epoch;
        ownership.KeepAlive(store);
        return new StateDirectory(full, store, ownership, time);
    }

    /// <summary>Opens a directory that exists to look at it, beside its owner if it has one.</summary>
    /// <exception cref="StateDirectoryException">It cannot be used or holds no ledger.</exception>
    public static StateDirectory OpenReadOnly(string path, TimeProvider? time = null, SqliteStoreOptions? options = null)
    {
        var full = System.IO.Path.GetFullPath(path);
        var file = System.IO.Path.Combine(full, FileName);
        return File.Exists(file)
            ? new StateDirectory(full, SqliteStore.Open(file, options, isReadOnly: true), null, time ?? TimeProvider.System)
            : throw new StateDirectoryException($"{full} is no state directory: it holds no {FileName}.");
    }

    /// <summary>The last owner, in words: who it is or was, and whether it lives; null when nobody has owned the directory yet.</summary>
    public Task<StateOwner?> FindOwnerAsync(CancellationToken cancellationToken = default) => _store.ReadAsync(
        session => OwnerRow.Read(session) is { } row ? new StateOwner(row.Pid, row.Host, row.Description, row.Since, row.Heartbeat, row.IsHeld && Ownership.IsAlive(row, _time)) : null,
        cancellationToken);

    /// <summary>Lets go of the directory and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ownership is not null)
        {
            await _ownership.ReleaseAsync();
        }

        await _store.DisposeAsync();
    }

    private static void Create(string path)
    {
        try
        {
            PrivateDirectory.Create(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StateDirectoryException(
                File.Exists(path) ? $"{path} is a file; choose another --state directory." : $"{path} cannot be created: {error.Message}", error);
        }
    }
}
