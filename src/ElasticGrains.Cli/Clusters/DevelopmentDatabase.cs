using System.IO.Hashing;
using System.Text;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Clusters;

/// <summary>The PostgreSQL server of a development cluster.</summary>
internal static class DevelopmentDatabase
{
    public static Task<DevelopmentServer> StartAsync(string state, CancellationToken cancellationToken) =>
        DevelopmentServer.StartAsync(DirectoryOf(state), durable: true, cancellationToken);

    /// <summary>In the state directory; root's is elsewhere, because the server must not run as root and could not enter root's directories.</summary>
    public static string DirectoryOf(string state) => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()
        ? Path.Combine("/var/tmp", $"elasticgrains-{XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(Path.GetFullPath(state))):x16}")
        : Path.Combine(state, "postgres");
}
