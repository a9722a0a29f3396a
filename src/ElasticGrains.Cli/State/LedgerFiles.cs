using ElasticGrains.Cli.Clusters;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Cli.State;

/// <summary>Opens ledgers to look at them, beside whatever process may own them.</summary>
internal static class LedgerFiles
{
    private const string FileName = "ledger.db";

    /// <summary>True when the directory holds a ledger, or says where that of a cluster is.</summary>
    public static bool Exists(string directory) => File.Exists(Path.Combine(directory, FileName)) || ClusterFile.Exists(directory);

    /// <summary>Removes a ledger that holds no job any more, and its directory when nothing else is in it.</summary>
    public static void Delete(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory, $"{FileName}*"))
        {
            File.Delete(file);
        }

        if (!Directory.EnumerateFileSystemEntries(directory).Any())
        {
            Directory.Delete(directory);
        }
    }

    /// <summary>Opens the ledger of a directory; a file refuses all writes but cancellations.</summary>
    /// <exception cref="StateDirectoryException">It cannot be opened: the message says why.</exception>
    public static OpenLedger Open(string directory) => ClusterFile.Exists(directory)
        ? OpenLedger.Of(ClusterFile.Read(directory))
        : OpenLedger.Of(StateDirectory.OpenReadOnly(directory));
}
