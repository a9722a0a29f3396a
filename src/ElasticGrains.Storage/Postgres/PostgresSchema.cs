using System.Data;
using System.Globalization;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>Creates and upgrades the grid's schema: its own tables and those of Orleans.</summary>
/// <param name="store">The database.</param>
public sealed class PostgresSchema(PostgresStore store)
{
    /// <summary>The version this build reads and writes.</summary>
    public const int Version = 6;

    // Any number, the same in every release: migrations of one database wait for each other.
    private const long Lock = 0x45_47_72_61_69_6E_73;

    private const string ProtocolKey = "protocol";

    // Null when nobody lives. A silo writes that it lives every few seconds, by the clock of the database.
    private const string OthersProtocol = "SELECT value FROM grid_meta WHERE key = '" + ProtocolKey + "' AND EXISTS (SELECT 1 FROM orleans_silo "
        + "WHERE cluster = $1 AND status IN (1, 2, 3) AND i_am_alive > now() - interval '15 seconds')";

    private const string HoldUpOthersAtMost = "SET LOCAL lock_timeout = '1s'";

    private static readonly TimeSpan LockAgain = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StepAgain = TimeSpan.FromSeconds(1);

    private static readonly string[][] Migrations =
    [
        [.. LedgerTables.Create, .. OrleansTables.Create],
        LedgerTables.AddRunsAndTags,
        LedgerTables.AddLogs,
        LedgerTables.AddPlacesOfBlocks,
        LedgerTables.AddCacheKeys,
        LedgerTables.AddUploads,
    ];

    private string Schema => store.Options.Schema;

    /// <summary>Which version the schema has, and whose it is.</summary>
    public Task<SchemaStatus> StatusAsync(CancellationToken cancellationToken = default) => store.RepeatableAsync(ReadAsync, cancellationToken);

    /// <summary>
    /// Brings the schema to <see cref="Version"/> and gives it to the cluster when nobody has it; without effect when all that is done.
    /// Several processes may call it at once. Each step is applied whole or not at all.
    /// </summary>
    /// <param name="cluster">The cluster that will use it; null to leave it as it is.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="DatabaseException">A newer version or another cluster has it, or its tables are there without a version.</exception>
    public Task<SchemaStatus> MigrateAsync(string? cluster, CancellationToken cancellationToken = default) =>
        LockedAsync(connection => MigrateLockedAsync(connection, cluster, cancellationToken), cancellationToken);

    /// <summary>Refuses a schema that this build cannot use for a cluster.</summary>
    /// <exception cref="DatabaseException">It is missing, or of another version or cluster: the message says what to do.</exception>
    public async Task CheckAsync(string? cluster, CancellationToken cancellationToken = default)
    {
        var status = await StatusAsync(cancellationToken);
        RefuseForeign(status, cluster);
        if (status.Version < Version)
        {
            throw new DatabaseException($"{Where} has schema version {status.Version}, this build needs {Version}; 'eg db migrate' brings it there.");
        }
    }

    /// <summary>
    /// Agrees with the silos that live on the version of the protocol; one that comes alone decides it. Orleans itself would let two
    /// releases into one cluster that do not understand each other. A schema that nobody has becomes the cluster's: an administrator may
    /// have created it for no cluster in particular.
    /// </summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="protocol">The version that this silo speaks.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="DatabaseException">Silos of the cluster speak another version, or another cluster has the schema.</exception>
    public Task AgreeOnProtocolAsync(string cluster, int protocol, CancellationToken cancellationToken = default) => LockedAsync(
        async connection =>
        {
            var status = await ReadAsync(connection);
            RefuseForeign(status, cluster);
            await using var others = new NpgsqlCommand(OthersProtocol, connection);
            others.Parameters.AddValue(cluster);
            if (await others.ExecuteScalarAsync(cancellationToken) is string spoken && spoken != protocol.ToString(CultureInfo.InvariantCulture))
            {
                throw new DatabaseException(
                    $"The silos of cluster '{cluster}' speak version {spoken} of the protocol, this release version {protocol}: they would not understand each other. "
                    + "Stop them first, and their jobs go on under this release (of killed ones that is known after 15 s); or start the release that they run.");
            }

            await ClaimAsync(connection, status, cluster, cancellationToken);
            await SetAsync(connection, ProtocolKey, protocol.ToString(CultureInfo.InvariantCulture), cancellationToken);
            return true;
        },
        cancellationToken);

    private string Where => $"Schema '{Schema}' of {store.Server}";

    /// <summary>One process at a time, of all that use the database.</summary>
    private Task<T> LockedAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken) => store.RepeatableAsync(
        async connection =>
        {
            await ExecuteAsync(connection, "SET lock_timeout = 0", cancellationToken);
            await LockAsync(connection, cancellationToken);
            try
            {
                return await work(connection);
            }
            finally
            {
                // A lost connection has lost its locks.
                if (connection.State == ConnectionState.Open)
                {
                    await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({Lock}); RESET lock_timeout", CancellationToken.None);
                }
            }
        },
        cancellationToken);

    /// <summary>Asks again and again: who waits in the database holds a snapshot, for the end of which whoever builds an index there waits.</summary>
    private static async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var lockIt = new NpgsqlCommand($"SELECT pg_try_advisory_lock({Lock})", connection);
        while (await lockIt.ExecuteScalarAsync(cancellationToken) is not true)
        {
            await Task.Delay(LockAgain, cancellationToken);
        }
    }

    private async Task<SchemaStatus> MigrateLockedAsync(NpgsqlConnection connection, string? cluster, CancellationToken cancellationToken)
    {
        var status = await ReadAsync(connection);
        RefuseForeign(status, cluster);
        for (var version = status.Version; version < Version; version++)
        {
            while (!await TryStepAsync(connection, version, cancellationToken))
            {
                await Task.Delay(StepAgain, cancellationToken);
            }
        }

        await IndexAsync(connection, cancellationToken);
        await ClaimAsync(connection, status, cluster, cancellationToken);
        return await ReadAsync(connection);
    }

    /// <summary>
    /// One step. False where somebody else holds a table for long, as a dump of the database does: whoever waits for it has everybody else wait behind him,
    /// and running silos are among those.
    /// </summary>
    private async Task<bool> TryStepAsync(NpgsqlConnection connection, int version, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await ExecuteAsync(connection, HoldUpOthersAtMost, cancellationToken);
            foreach (var statement in Migrations[version])
            {
                await ExecuteAsync(connection, version == 0 && statement == Migrations[0][0] ? $"CREATE SCHEMA IF NOT EXISTS {Schema}; {statement}" : statement, cancellationToken);
            }

            await SetAsync(connection, "version", (version + 1).ToString(CultureInfo.InvariantCulture), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await transaction.RollbackAsync(cancellationToken);
            return false;
        }
    }

    /// <summary>Builds what is built beside running silos; what was broken off, anew.</summary>
    private static async Task IndexAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var valid = new NpgsqlCommand("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)", connection);
        valid.Parameters.AddValue(LedgerTables.CachedAnswers);
        if (await valid.ExecuteScalarAsync(cancellationToken) is not { } isValid)
        {
            await ExecuteAsync(connection, LedgerTables.CreateCachedAnswers, cancellationToken);
        }
        else if (!(bool)isValid)
        {
            await ExecuteAsync(connection, $"DROP INDEX CONCURRENTLY {LedgerTables.CachedAnswers}", cancellationToken);
            await ExecuteAsync(connection, LedgerTables.CreateCachedAnswers, cancellationToken);
        }
    }

    private static Task ClaimAsync(NpgsqlConnection connection, SchemaStatus status, string? cluster, CancellationToken cancellationToken) =>
        cluster is not null && status.Cluster is null ? SetAsync(connection, "cluster", cluster, cancellationToken) : Task.CompletedTask;

    private void RefuseForeign(SchemaStatus status, string? cluster)
    {
        if (status.Version > Version)
        {
            throw new DatabaseException($"{Where} has version {status.Version}, which a newer release wrote; this one knows {Version}. Use that release or another schema.");
        }

        if (status.Version == 0 && status.HasTables)
        {
            throw new DatabaseException($"{Where} has tables of the grid but no version: it was not created by 'eg db migrate', or only half restored. Restore it whole, or name another schema.");
        }

        if (cluster is not null && status.Cluster is { } other && other != cluster)
        {
            throw new DatabaseException($"{Where} belongs to cluster '{other}', not to '{cluster}': two clusters would take each other's jobs. Name another schema, or the same cluster.");
        }
    }

    private async Task<SchemaStatus> ReadAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            "SELECT to_regclass($1 || '.grid_meta') IS NOT NULL, to_regclass($1 || '.jobs') IS NOT NULL OR to_regclass($1 || '.orleansquery') IS NOT NULL", connection);
        command.Parameters.AddValue(Schema);
        bool hasMeta, hasTables;
        await using (var row = await command.ExecuteReaderAsync())
        {
            await row.ReadAsync();
            (hasMeta, hasTables) = (row.GetBoolean(0), row.GetBoolean(1));
        }

        var meta = new Dictionary<string, string>(StringComparer.Ordinal);
        if (hasMeta)
        {
            await using var read = new NpgsqlCommand("SELECT key, value FROM grid_meta", connection);
            await using var row = await read.ExecuteReaderAsync();
            while (await row.ReadAsync())
            {
                meta.Add(row.GetString(0), row.GetString(1));
            }
        }

        var version = int.TryParse(meta.GetValueOrDefault("version"), CultureInfo.InvariantCulture, out var number) ? number : 0;
        return new SchemaStatus(Schema, version, meta.GetValueOrDefault("cluster"), hasTables);
    }

    private static async Task SetAsync(NpgsqlConnection connection, string key, string value, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("INSERT INTO grid_meta VALUES($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", connection);
        command.Parameters.AddValue(key);
        command.Parameters.AddValue(value);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
