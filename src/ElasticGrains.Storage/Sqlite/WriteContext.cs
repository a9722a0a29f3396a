using ElasticGrains.Storage.Durable;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>What the work of a <see cref="WriteRequest{TContext}"/> sees.</summary>
/// <param name="Session">The writing connection, inside a transaction.</param>
/// <param name="LostTo">Who has taken the state directory over, or null while this process may write.</param>
internal sealed record WriteContext(SqliteSession Session, string? LostTo);
