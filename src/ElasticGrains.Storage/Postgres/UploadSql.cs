using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>Statements with a few parameters, by position.</summary>
internal static class UploadSql
{
    public static NpgsqlCommand Of(NpgsqlConnection connection, string sql, params object[] parameters)
    {
#pragma warning disable CA2100 // The statements are constants.
        var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return command;
    }

    public static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        await using var command = Of(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
