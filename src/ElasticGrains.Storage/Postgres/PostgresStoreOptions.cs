using System.Text.RegularExpressions;
using ElasticGrains.S3;

namespace ElasticGrains.Storage.Postgres;

/// <summary>Where a ledger lives in PostgreSQL, and how it is used.</summary>
public sealed partial record PostgresStoreOptions
{
    /// <summary>The schema when none is named.</summary>
    public const string DefaultSchema = "elasticgrains";

    private const int LeastConnections = 4;

    private readonly string _schema = DefaultSchema;
    private readonly int _maxConnections = 20;

    /// <summary>The Npgsql connection string, for example <c>Host=db;Username=grid;Password=…;Database=grid</c>.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The schema that holds all tables: lower-case letters, digits and <c>_</c>, beginning with a letter, at most 48 characters.</summary>
    /// <exception cref="ArgumentException">It is no such name.</exception>
    public string Schema
    {
        get => _schema;
        init => _schema = SchemaName().IsMatch(value)
            ? value
            : throw new ArgumentException(
                $"'{value}' is no name for a schema; use lower-case letters, digits and _, beginning with a letter, at most 48 characters.", nameof(value));
    }

    /// <summary>Where the bytes of new blocks go; null (the default) for the database itself. Those that are there are read from where they were written.</summary>
    public S3Place? Blocks { get; init; }

    /// <summary>The most bytes of blocks kept in memory, 0 for none. Default: 64 MiB.</summary>
    public long BlockCacheBytes { get; init; } = 64L << 20;

    /// <summary>
    /// The most connections of this process, at least 4: two write, the others read. Default: 20, so that four silos and their clients fit
    /// a server with its default of 100.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less.</exception>
    public int MaxConnections
    {
        get => _maxConnections;
        init => _maxConnections = value >= LeastConnections ? value : throw new ArgumentOutOfRangeException(
            nameof(value), $"A process of the grid needs at least {LeastConnections} connections to its database; MaxConnections is {value}.");
    }

    /// <summary>How long a statement may take before the database counts as unavailable. Default: 15 s.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(15);

    [GeneratedRegex("^[a-z][a-z0-9_]{0,47}$")]
    private static partial Regex SchemaName();
}
