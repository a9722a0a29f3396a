using System.Globalization;
using System.Net;

namespace ElasticGrains.Cli.Chaos.Network;

/// <summary>Whose a connection of this machine is. Linux only.</summary>
internal static class SocketOwner
{
    private const string Connections = "/proc/net/tcp";
    private const int LocalColumn = 1;
    private const int InodeColumn = 9;

    /// <summary>The process that has the connection which begins there; null when none of these has.</summary>
    public static int? Find(IPEndPoint connection, IEnumerable<int> processes) =>
        InodeOf(File.ReadLines(Connections), connection) is { } inode
            ? processes.Where(process => Has(process, $"socket:[{inode}]")).Select(process => (int?)process).FirstOrDefault()
            : null;

    /// <summary>The number of the connection in the kernel's table, which has addresses as it holds them in memory; null when it is not in it.</summary>
    internal static string? InodeOf(IEnumerable<string> table, IPEndPoint connection)
    {
        var address = BitConverter.ToUInt32(connection.Address.GetAddressBytes());
        var wanted = string.Create(CultureInfo.InvariantCulture, $"{address:X8}:{connection.Port:X4}");
        return table.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(columns => columns.Length > InodeColumn && columns[LocalColumn] == wanted)?[InodeColumn];
    }

    private static bool Has(int process, string socket)
    {
        try
        {
            return new DirectoryInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fd")).EnumerateFileSystemInfos().Any(file => file.LinkTarget == socket);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // It has ended meanwhile.
        }
    }
}
