using ElasticGrains.Ledger;

namespace ElasticGrains.Testing.Clusters;

/// <summary>A silo's way to the database.</summary>
internal sealed class DatabaseLink(ClusterDatabase database, string silo)
{
    private volatile bool _isCut;

    public ClusterDatabase Database => database;

    /// <summary>The silo was killed: what still runs of it in this process reaches nothing any more, as if the process were gone.</summary>
    public void Cut() => _isCut = true;

    /// <exception cref="LedgerUnavailableException">The database is away, or the silo is.</exception>
    public async Task<T> CallAsync<T>(Func<ClusterDatabase, Task<T>> call, bool isWrite)
    {
        if (_isCut || database.IsPaused)
        {
            throw new LedgerUnavailableException(_isCut ? $"Silo {silo} was killed." : "The database was paused by the test.");
        }

        var answer = await call(database);
        if (isWrite)
        {
            database.Tell();
        }

        return answer;
    }
}
