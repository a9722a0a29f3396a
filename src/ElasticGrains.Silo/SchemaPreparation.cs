using ElasticGrains.Ledger;
using ElasticGrains.Security;
using ElasticGrains.Storage.Postgres;
using Microsoft.Extensions.Hosting;

namespace ElasticGrains.Silo;

/// <summary>Prepares the schema, and compares clocks and versions, before anything else of the silo starts.</summary>
internal sealed class SchemaPreparation(PostgresStore store, PostgresSchema schema, SiloSettings settings, TimeProvider time) : IHostedLifecycleService
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

        await CheckClockAsync(cancellationToken);
        await CheckBlocksAsync(cancellationToken);
        await schema.AgreeOnProtocolAsync(settings.Cluster, GridProtocol.Version, cancellationToken);
    }

    private async Task CheckBlocksAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.CheckBlocksAsync(cancellationToken);
        }
        catch (LedgerUnavailableException error)
        {
            throw new DatabaseException($"Blocks cannot go to {settings.Blocks}: {error.Message}", error);
        }
    }

    private async Task CheckClockAsync(CancellationToken cancellationToken)
    {
        var skew = time.GetUtcNow() - await store.ReadClockAsync(cancellationToken);
        if (skew.Duration() > MembershipTuning.MaxClockSkew)
        {
            throw new DatabaseException(
                $"The clock of {Environment.MachineName} is {skew.Duration().TotalSeconds:0} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} that of the database "
                + $"{store.Server}; at most {MembershipTuning.MaxClockSkew.TotalSeconds:0} s are allowed, because silos tell the dead from the living by dates. "
                + "Have both machines synchronise their clocks (NTP), then start again.");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
