using System.Text.Json;
using ElasticGrains.Client;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Cli.Clusters;

/// <summary>How to reach a cluster, in a file of its state directory that only its owner may read: it holds the database's password.</summary>
internal sealed record ClusterFile
{
    private const string FileName = "cluster.json";
    private const string TokenName = "token";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public required string ConnectionString { get; init; }

    public required string Schema { get; init; }

    public required string Cluster { get; init; }

    /// <summary>The file with the cluster's token.</summary>
    public required string TokenFile { get; init; }

    /// <summary>True when 'eg chaos' may break it: somebody said so when it was started.</summary>
    public bool AllowsChaos { get; init; }

    public static bool Exists(string directory) => File.Exists(Path.Combine(directory, FileName));

    /// <exception cref="StateDirectoryException">There is none, or it cannot be read.</exception>
    public static ClusterFile Read(string directory)
    {
        var path = Path.GetFullPath(Path.Combine(directory, FileName));
        try
        {
            return JsonSerializer.Deserialize<ClusterFile>(File.ReadAllBytes(path), Json)
                ?? throw new StateDirectoryException($"{path} is empty; delete it and run 'eg up' again.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StateDirectoryException($"There is no cluster in {Path.GetFullPath(directory)}; start one with 'eg up', or name its directory with --state.", error);
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StateDirectoryException($"{path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Writes it, for this user alone.</summary>
    public void Write(string directory) => PrivateFile.Write(Path.Combine(directory, FileName), JsonSerializer.Serialize(this, Json));

    /// <summary>The token file of a state directory; made when it is missing.</summary>
    public static string TokenFileOf(string directory)
    {
        var path = Path.GetFullPath(Path.Combine(directory, TokenName));
        if (!File.Exists(path))
        {
            PrivateFile.Write(path, Security.ClusterToken.Fresh() + "\n");
        }

        return path;
    }

    /// <summary>As a client's configuration.</summary>
    public void Configure(ClusterSettings settings)
    {
        settings.ConnectionString = ConnectionString;
        settings.Schema = Schema;
        settings.Cluster = Cluster;
        settings.TokenFile = TokenFile;
    }
}
