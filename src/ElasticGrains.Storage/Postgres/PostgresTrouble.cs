using System.Net.Sockets;
using ElasticGrains.Ledger;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>Database errors in the user's words. Messages name the server, never the password.</summary>
internal static class PostgresTrouble
{
    // idle_in_transaction_session_timeout; Npgsql has no name for it. Source: PostgreSQL, appendix A, class 25.
    private const string IdleInTransaction = "25P03";

    /// <summary>What passes by itself or by the administrator's hand is <see cref="LedgerUnavailableException"/>; other errors stay.</summary>
    public static Exception Of(Exception error, string server) => error switch
    {
        PostgresException refused => OfState(refused, server),
        NpgsqlException { InnerException: TimeoutException } or TimeoutException =>
            new LedgerUnavailableException($"The database {server} does not answer in time; the job goes on when it does.", error),
        NpgsqlException or SocketException or IOException =>
            new LedgerUnavailableException($"The database {server} cannot be reached ({Innermost(error)}); the job goes on when it can.", error),
        _ => error,
    };

    /// <summary>True when the transaction was refused for what was to be written, and other requests in it are not to blame.</summary>
    public static bool IsFaultOfRequest(Exception error) => error is PostgresException { SqlState: ['2', '2' or '3', ..] };

    private static Exception OfState(PostgresException error, string server) => error.SqlState switch
    {
        PostgresErrorCodes.DiskFull => new LedgerUnavailableException($"The disk of the database {server} is full; free space and the job goes on.", error),
        PostgresErrorCodes.TooManyConnections =>
            new LedgerUnavailableException($"The database {server} has no connection left (max_connections); the job goes on when it has.", error),
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            new DatabaseException($"The database {server} refuses this user: {error.MessageText}. Check Username and Password of the connection string.", error),
        PostgresErrorCodes.InvalidCatalogName =>
            new DatabaseException($"The server {server} has no such database: {error.MessageText}. Create it, or name another in the connection string.", error),
        PostgresErrorCodes.InsufficientPrivilege => new DatabaseException($"The user of {server} lacks a right: {error.MessageText}.", error),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName =>
            new DatabaseException($"The database {server} lacks the grid's tables ({error.MessageText}); 'eg db migrate' creates them.", error),
        ['0', '8', ..] or ['5', '3', ..] or ['5', '7', ..] or ['5', '8', ..] or ['4', '0', ..]
            or PostgresErrorCodes.LockNotAvailable or IdleInTransaction or PostgresErrorCodes.ReadOnlySqlTransaction =>
            new LedgerUnavailableException($"The database {server} cannot do it now ({error.MessageText}); the job goes on when it can.", error),
        _ => error,
    };

    private static string Innermost(Exception error)
    {
        while (error.InnerException is { } inner)
        {
            error = inner;
        }

        return error.Message;
    }
}
