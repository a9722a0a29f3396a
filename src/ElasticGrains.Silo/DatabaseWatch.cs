using ElasticGrains.Storage.Postgres;
using Microsoft.Extensions.Hosting;

namespace ElasticGrains.Silo;

/// <summary>
/// Asks the database for the time, every two seconds: a silo without jobs asks it nothing, and would not notice that it is silent before
/// the commands of membership, which Orleans sends, are too old.
/// </summary>
internal sealed class DatabaseWatch(PostgresStore store, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await AskAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A command that is given up is cancelled over another connection, which a silent server would hold up.
            await store.ReadClockAsync(CancellationToken.None).WaitAsync(cancellationToken);
        }
#pragma warning disable CA1031 // Whoever wants something of it says so.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            // It is asked again.
        }
    }
}
