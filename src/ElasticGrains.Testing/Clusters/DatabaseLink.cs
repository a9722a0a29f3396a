using ElasticGrains.Inputs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Testing.Clusters;

/// <summary>A silo's way to the database.</summary>
internal sealed class DatabaseLink(ClusterDatabase database, string silo)
{
    private bool _isCut;

    /// <summary>Whose inputs they are, whether it is away or not.</summary>
    public IUploadStore Ledger => database.Uploads;

    /// <summary>The silo was killed: what still runs of it in this process reaches nothing any more, as if the process were gone.</summary>
    public void Cut() => database.Change(() => _isCut = true);

    /// <exception cref="LedgerUnavailableException">The database is away, or the silo is.</exception>
    public async Task<T> CallAsync<T>(Func<ClusterDatabase, Task<T>> call, bool isWrite)
    {
        var answer = await database.Call(call, () => _isCut ? $"Silo {silo} was killed." : null);
        if (isWrite)
        {
            database.Tell();
        }

        return answer;
    }
}
