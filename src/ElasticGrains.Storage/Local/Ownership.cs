using ElasticGrains.Ledger;
using ElasticGrains.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace ElasticGrains.Storage.Local;

/// <summary>This process's right to write in a state directory: a row with an epoch, checked inside every transaction.</summary>
internal sealed class Ownership
{
    /// <summary>How often the owner renews its row.</summary>
    public static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(1);

    /// <summary>An owner on another host, whose process cannot be looked at, is taken for dead after five missed heartbeats.</summary>
    public static readonly TimeSpan HeartbeatTimeout = 5 * HeartbeatEvery;

    private readonly OwnerRow _row;
    private readonly TimeProvider _time;
    private SqliteStore? _store;
    private ITimer? _timer;
    private Task<int> _lastBeat = Task.FromResult(0);

    private Ownership(OwnerRow row, TimeProvider time)
    {
        _row = row;
        _time = time;
    }

    public long Epoch => _row.Epoch;

    /// <summary>Becomes the owner, unless the present one lives.</summary>
    public static Ownership Take(string directory, string file, TimeProvider time, string description, SqliteStoreOptions options)
    {
        try
        {
            SqliteFile.CreateIfMissing(file, options);
            using var session = SqliteSession.OpenWriter(file, options);
            SqliteSchema.Ensure(session, file);
            RefuseIfAlive(OwnerRow.Read(session), directory, time); // Answers at once, even while the owner is writing.
            session.Execute("BEGIN IMMEDIATE");
            var last = OwnerRow.Read(session);
            RefuseIfAlive(last, directory, time);
            var now = time.GetUtcNow();
            var started = LocalProcesses.StartOf(Environment.ProcessId) ?? "unknown";
            var row = new OwnerRow((last?.Epoch ?? 0) + 1, true, Environment.MachineName, Environment.ProcessId, started, description, now, now);
            row.Write(session);
            session.Execute("COMMIT");
            return new Ownership(row, time);
        }
        catch (SqliteException error)
        {
            throw SqliteTrouble.AtOpen(error, file);
        }
    }

    /// <summary>Renews the row every second through the store's writing thread.</summary>
    public void KeepAlive(SqliteStore store)
    {
        _store = store;
        _timer = _time.CreateTimer(_ => Beat(), null, HeartbeatEvery, HeartbeatEvery);
    }

    /// <summary>Lets the next owner in. Does nothing when one is in already.</summary>
    public async Task ReleaseAsync()
    {
        if (_timer is not { } timer)
        {
            return;
        }

        _timer = null;
        await timer.DisposeAsync();
        try
        {
            await Update("UPDATE owner SET held = 0, heartbeat = ? WHERE epoch = ?");
        }
        catch (Exception error) when (error is LedgerUnavailableException or StateDirectoryException)
        {
            // A row that still says "held" is taken over as soon as this process has ended.
        }
    }

    private static void RefuseIfAlive(OwnerRow? owner, string directory, TimeProvider time)
    {
        if (owner is { IsHeld: true } && IsAlive(owner, time))
        {
            throw new StateDirectoryInUseException(
                $"{directory} is in use by process {owner.Pid} on {owner.Host} since {owner.Since:u} ({owner.Description}); "
                + "wait for it, cancel its job, or choose another --state.");
        }
    }

    public static bool IsAlive(OwnerRow owner, TimeProvider time) => owner.Host == Environment.MachineName
        ? LocalProcesses.StateOf(owner.Pid, owner.Started) == ProcessState.Alive
        : time.GetUtcNow() - owner.Heartbeat < HeartbeatTimeout;

    private void Beat()
    {
        // One at a time: behind a full disk or a lock they would only pile up.
        if (_lastBeat.IsCompleted)
        {
            _ = _lastBeat.Exception; // Whoever writes next gets the same error, and is heard.
            _lastBeat = Update("UPDATE owner SET heartbeat = ? WHERE epoch = ?");
        }
    }

    private Task<int> Update(string sql) => _store!.WriteAsync(
        session => session[sql].Bind(_time.GetUtcNow().UtcTicks).Bind(Epoch).Run(), 0, CancellationToken.None);
}
