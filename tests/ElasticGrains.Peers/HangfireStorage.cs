using Hangfire;
using Hangfire.PostgreSql;
using Npgsql;

namespace ElasticGrains.Peers;

/// <summary>Hangfire's storage as both sides use it: its recommended formats, and workers who ask for jobs.</summary>
internal static class HangfireStorage
{
    // How long a worker waits that found the queue empty; the default is 15 s. Its other way, EnableLongPolling, notifies all workers of
    // each job: with it 180 jobs/s were accepted instead of 600, and no more finished.
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <param name="connectionString">Of the database, in which a schema is made.</param>
    /// <param name="connections">The most that this process has open.</param>
    public static JobStorage Open(string connectionString, int connections)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = connections };
        GlobalConfiguration.Configuration
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UsePostgreSqlStorage(
                options => options.UseNpgsqlConnection(settings.ToString()),
                new PostgreSqlStorageOptions { QueuePollInterval = Poll });
        return JobStorage.Current;
    }
}
