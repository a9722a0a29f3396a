using System.Globalization;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Tests.Shared;

/// <summary>One real server for all tests of this process, each with a database of its own; it ends with the process.</summary>
internal static class TestPostgres
{
    private static readonly Lazy<Task<DevelopmentServer>> Server = new(StartAsync);
    private static int _databases;

    /// <summary>The connection string of a new, empty database.</summary>
    public static async Task<string> DatabaseAsync()
    {
        var server = await Server.Value;
        return await server.CreateDatabaseAsync(string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}"));
    }

    /// <summary>The server, for tests that stop it or freeze it: one of their own.</summary>
    public static async Task<(DevelopmentServer Server, string Directory)> StartOwnAsync(bool durable)
    {
        var directory = Directory.CreateTempSubdirectory("eg-postgres-").FullName;
        return (await DevelopmentServer.StartAsync(directory, durable), directory);
    }

    /// <summary>A store on a new database with the grid's schema.</summary>
    public static async Task<PostgresStore> StoreAsync()
    {
        var store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = await DatabaseAsync() });
        await new PostgresSchema(store).MigrateAsync(cluster: null);
        return store;
    }

    private static async Task<DevelopmentServer> StartAsync()
    {
        var directory = Directory.CreateTempSubdirectory("eg-postgres-");
        var server = await DevelopmentServer.StartAsync(directory.FullName, durable: false);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            server.StopAsync(immediately: true).GetAwaiter().GetResult();
            directory.Delete(recursive: true);
        };
        return server;
    }
}
