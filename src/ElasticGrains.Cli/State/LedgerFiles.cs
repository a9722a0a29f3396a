using ElasticGrains.Storage.Local;

namespace ElasticGrains.Cli.State;

/// <summary>Opens ledgers to look at them, beside whatever process may own them.</summary>
internal static class LedgerFiles
{
    private const string FileName = "ledger.db";

    /// <summary>True when the directory holds a ledger.</summary>
    public static bool Exists(string directory) => File.Exists(Path.Combine(directory, FileName));

    /// <summary>Opens the ledger of a directory; it refuses all writes but cancellations.</summary>
    /// <exception cref="StateDirectoryException">It cannot be opened: the message says why.</exception>
    public static StateDirectory Open(string directory) => StateDirectory.OpenReadOnly(directory);
}
