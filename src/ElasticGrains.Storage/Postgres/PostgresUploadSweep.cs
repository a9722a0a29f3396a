using ElasticGrains.Inputs;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>
/// Deletes inputs. One that is deleted loses its name at once: nobody finds it any more, and another may have the name. Then its parts go, a few in each
/// transaction, and its row last: what is left of it when that is broken off is found again.
/// </summary>
/// <param name="store">The database.</param>
/// <param name="time">The clock.</param>
internal sealed class PostgresUploadSweep(PostgresStore store, TimeProvider time)
{
    // Of a MiB each: what one transaction deletes.
    private const int Batch = 64;

    // Whoever deletes waits for an answer; what is left then the next collection takes.
    private static readonly TimeSpan WaitAtMost = TimeSpan.FromSeconds(1);

    private const string Delete = "UPDATE uploads SET name = NULL WHERE upload = $1 AND name IS NOT NULL AND (read_at IS NULL OR read_at <= $2) RETURNING upload";
    private const string IsThere = "SELECT upload FROM uploads WHERE upload = $1 AND name IS NOT NULL";

    private const string Expire = "UPDATE uploads SET name = NULL WHERE name IS NOT NULL AND used_at <= $1 - CASE WHEN fingerprint IS NULL THEN $2 ELSE keep END";

    private const string Gone = "SELECT upload FROM uploads WHERE name IS NULL";

    private const string DeleteParts = "DELETE FROM upload_parts WHERE upload = $1 AND part IN (SELECT part FROM upload_parts WHERE upload = $1 ORDER BY part LIMIT $2)";
    private const string DeleteRow = "DELETE FROM uploads WHERE upload = $1 AND name IS NULL";

    private long Now => time.GetUtcNow().UtcTicks;

    /// <inheritdoc cref="IUploadStore.DeleteAsync"/>
    public Task<UploadStatus> DeleteAsync(long upload, bool force, CancellationToken cancellationToken) => store.RunAsync(
        async connection =>
        {
            await using var delete = UploadSql.Of(connection, Delete, upload, force ? long.MaxValue : Now - UploadRules.LeaseFor.Ticks);
            if (await delete.ExecuteScalarAsync(cancellationToken) is long)
            {
                await ForgetAsync(connection, upload, WaitAtMost, cancellationToken);
                return UploadStatus.Done;
            }

            await using var find = UploadSql.Of(connection, IsThere, upload);
            return await find.ExecuteScalarAsync(cancellationToken) is null ? UploadStatus.Missing : UploadStatus.InUse;
        },
        cancellationToken);

    /// <inheritdoc cref="IUploadStore.CollectAsync"/>
    public Task<int> CollectAsync(CancellationToken cancellationToken) => store.RunAsync(
        async connection =>
        {
            await UploadSql.ExecuteAsync(connection, Expire, cancellationToken, Now, UploadRules.UnfinishedFor.Ticks);
            await using var find = UploadSql.Of(connection, Gone);
            var gone = await UploadRows.ReadAllAsync(find, row => row.GetInt64(0), cancellationToken);
            foreach (var upload in gone)
            {
                await ForgetAsync(connection, upload, TimeSpan.MaxValue, cancellationToken);
            }

            return gone.Count;
        },
        cancellationToken);

    private async Task ForgetAsync(NpgsqlConnection connection, long upload, TimeSpan most, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (await UploadSql.ExecuteAsync(connection, DeleteParts, cancellationToken, upload, Batch) > 0)
        {
            if (time.GetElapsedTime(began) > most)
            {
                return;
            }
        }

        await UploadSql.ExecuteAsync(connection, DeleteRow, cancellationToken, upload);
    }
}
