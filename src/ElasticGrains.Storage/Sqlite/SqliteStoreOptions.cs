namespace ElasticGrains.Storage.Sqlite;

/// <summary>How a ledger file is used.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>The defaults.</summary>
    public static SqliteStoreOptions Default { get; } = new();

    /// <summary>The most bytes of blocks kept in memory, 0 for none. Default: 64 MiB.</summary>
    public long BlockCacheBytes { get; init; } = 64L << 20;

    /// <summary>How long a write waits for another process that writes. Default: 5 s.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The most pages (of 16 KiB) the file may have, or null for no limit; at the limit the ledger behaves as on a full disk.</summary>
    public long? MaxPages { get; init; }

    /// <summary>Called on the writing thread before every statement and, with <c>"answer"</c>, before a transaction is answered.</summary>
    internal Action<string>? StatementProbe { get; init; }
}
