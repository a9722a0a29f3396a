using ElasticGrains.Storage.Postgres;
using Microsoft.Extensions.Hosting;

namespace ElasticGrains.Silo;

/// <summary>Prepares the schema before anything else of the silo starts.</summary>
internal sealed class SchemaPreparation(PostgresSchema schema, SiloSettings settings) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (settings.MigrateSchema)
        {
            await schema.MigrateAsync(settings.Cluster, cancellationToken);
        }
        else
        {
            await schema.CheckAsync(settings.Cluster, cancellationToken);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
