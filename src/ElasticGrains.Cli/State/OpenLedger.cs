using ElasticGrains.Blocks;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Inputs;
using ElasticGrains.Ledger;
using ElasticGrains.Storage;
using ElasticGrains.Storage.Local;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.State;

/// <summary>A ledger that is open to look at: a file, or that of a cluster.</summary>
internal sealed class OpenLedger : IAsyncDisposable
{
    private readonly IAsyncDisposable _owner;

    private OpenLedger(string place, IJobLedger ledger, IBlockStore blocks, IJobLog log, ILedgerReader reader, IAsyncDisposable owner)
    {
        (Place, Ledger, Blocks, Log, Reader, _owner) = (place, ledger, blocks, log, reader, owner);
    }

    /// <summary>Where it is, in the user's words.</summary>
    public string Place { get; }

    public IJobLedger Ledger { get; }

    public IBlockStore Blocks { get; }

    public IJobLog Log { get; }

    public ILedgerReader Reader { get; }

    /// <summary>The inputs that were put there.</summary>
    public required IUploadStore Uploads { get; init; }

    /// <summary>The cluster whose ledger it is; null for a file.</summary>
    public ClusterFile? Cluster { get; private init; }

    /// <summary>Who runs the jobs of a file, or did; null of a cluster, or when nobody has.</summary>
    public Task<StateOwner?> FindOwnerAsync(CancellationToken cancellationToken) =>
        (_owner as StateDirectory)?.FindOwnerAsync(cancellationToken) ?? Task.FromResult<StateOwner?>(null);

    public static OpenLedger Of(StateDirectory directory) => new(directory.Path, directory.Ledger, directory.Blocks, directory.Log, directory.Reader, directory)
    {
        Uploads = directory.Uploads,
    };

    public static OpenLedger Of(ClusterFile cluster)
    {
        var store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = cluster.ConnectionString, Schema = cluster.Schema });
        return new OpenLedger(
            $"{store.Server}, schema {cluster.Schema}",
            new PostgresJobLedger(store, TimeProvider.System),
            new PostgresBlockStore(store),
            new PostgresJobLog(store),
            new PostgresLedgerReader(store),
            store)
        {
            Uploads = new PostgresUploads(store, TimeProvider.System),
            Cluster = cluster,
        };
    }

    public ValueTask DisposeAsync() => _owner.DisposeAsync();
}
