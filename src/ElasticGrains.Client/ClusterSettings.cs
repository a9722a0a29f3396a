using ElasticGrains.Security;

namespace ElasticGrains.Client;

/// <summary>
/// A cluster, as configuration describes it to a client: section <c>ElasticGrains</c>, or the environment (<c>ElasticGrains__Cluster=mine</c>).
/// </summary>
public class ClusterSettings
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "ElasticGrains";

    /// <summary>Where PostgreSQL is: an Npgsql connection string.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The schema of the grid's tables. Default: <c>elasticgrains</c>.</summary>
    public string Schema { get; set; } = "elasticgrains";

    /// <summary>The cluster's name; a schema belongs to one cluster. Default: <c>elasticgrains</c>.</summary>
    public string Cluster { get; set; } = "elasticgrains";

    /// <summary>The cluster's token. This or <see cref="TokenFile"/> is required.</summary>
    public string? Token { get; set; }

    /// <summary>A file with the cluster's token, which only its owner may read.</summary>
    public string? TokenFile { get; set; }

    /// <summary>The token, from wherever it is.</summary>
    /// <exception cref="ArgumentException">It cannot be read, or is none.</exception>
    public ClusterToken ReadToken() => Token is { Length: > 0 } token ? new ClusterToken(token) : ClusterToken.ReadFrom(TokenFile ?? "");

    /// <summary>Refuses settings that cannot work.</summary>
    /// <exception cref="ArgumentException">Something is wrong; all problems are listed.</exception>
    public void Check()
    {
        var problems = Problems().ToList();
        if (problems.Count > 0)
        {
            throw new ArgumentException($"The configuration (section {Section}) cannot work: {string.Join(" ", problems)}");
        }
    }

    /// <summary>What is wrong, a sentence each.</summary>
    protected virtual IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            yield return $"{nameof(ConnectionString)} is missing: where is PostgreSQL?";
        }

        if (string.IsNullOrWhiteSpace(Cluster))
        {
            yield return $"{nameof(Cluster)} must not be empty.";
        }

        if (string.IsNullOrWhiteSpace(Token) && string.IsNullOrWhiteSpace(TokenFile))
        {
            yield return $"{nameof(TokenFile)} or {nameof(Token)} is missing: the secret that silos and clients share ('openssl rand -hex 32').";
        }
    }
}
