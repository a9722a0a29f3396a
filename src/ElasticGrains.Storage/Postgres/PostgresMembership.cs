using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>Reads who belongs to a cluster, for people and tools; silos and clients do so through Orleans.</summary>
/// <param name="store">The database.</param>
public sealed class PostgresMembership(PostgresStore store)
{
    /// <summary>The silos of a cluster that the table still has, the latest started first.</summary>
    public Task<IReadOnlyList<MemberRow>> ReadAsync(string cluster, CancellationToken cancellationToken = default) => store.RepeatableAsync<IReadOnlyList<MemberRow>>(
        async connection =>
        {
            var members = new List<MemberRow>();
            await using var command = new NpgsqlCommand(
                "SELECT name, host, address, port, status, start_time FROM orleans_silo WHERE cluster = $1 ORDER BY start_time DESC, name", connection);
            command.Parameters.AddValue(cluster);
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                var address = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{row.GetString(2)}:{row.GetInt32(3)}");
                members.Add(new MemberRow(row.GetString(0), row.GetString(1), address, (MemberStatus)row.GetInt32(4), row.GetFieldValue<DateTimeOffset>(5)));
            }

            return members;
        },
        cancellationToken);
}
