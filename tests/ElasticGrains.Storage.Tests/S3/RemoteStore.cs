using ElasticGrains.S3;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Storage.Tests.S3;

/// <summary>A ledger whose blocks go to an S3 server of its own.</summary>
internal sealed class RemoteStore : IAsyncDisposable
{
    private RemoteStore(S3Server server, string database, PostgresStore store) => (Server, Database, Store) = (server, database, store);

    /// <summary>The connection string of the ledger's database.</summary>
    public string Database { get; }

    public S3Server Server { get; }

    public PostgresStore Store { get; }

    public static async Task<RemoteStore> StartAsync()
    {
        var server = await S3Server.StartAsync();
        var database = await TestPostgres.DatabaseAsync();
        return new RemoteStore(server, database, await OpenAsync(database, server.Place));
    }

    /// <summary>The same ledger, whose new blocks go elsewhere.</summary>
    public Task<PostgresStore> OpenAsync(string place) => OpenAsync(Database, place);

    /// <summary>Knows nothing of what was put or read before.</summary>
    public PostgresBlockStore Blocks() => new(Store);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Server.DisposeAsync();
    }

    private static async Task<PostgresStore> OpenAsync(string database, string place)
    {
        var store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = database, Blocks = S3Place.Parse(place) });
        await new PostgresSchema(store).MigrateAsync(cluster: null);
        return store;
    }
}
