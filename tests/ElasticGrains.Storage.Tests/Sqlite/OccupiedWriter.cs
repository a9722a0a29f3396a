using ElasticGrains.Storage.Sqlite;

namespace ElasticGrains.Storage.Tests.Sqlite;

/// <summary>Keeps the writer of a store busy: what is written meanwhile waits for the next transaction.</summary>
internal sealed class OccupiedWriter : IDisposable
{
    private readonly ManualResetEventSlim _gate = new();
    private Task _busy = Task.CompletedTask;

    private OccupiedWriter()
    {
    }

    /// <summary>Comes back once the writer has begun: before that, later writes could join its transaction.</summary>
    public static async Task<OccupiedWriter> OfAsync(SqliteStore store)
    {
        var occupied = new OccupiedWriter();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        occupied._busy = store.WriteAsync(
            _ =>
            {
                begun.TrySetResult(); // Work may run more than once.
                occupied._gate.Wait();
                return 0;
            },
            0,
            CancellationToken.None);
        await begun.Task;
        return occupied;
    }

    public Task ReleaseAsync()
    {
        _gate.Set();
        return _busy;
    }

    public void Dispose()
    {
        _gate.Set();
        _gate.Dispose();
    }
}
