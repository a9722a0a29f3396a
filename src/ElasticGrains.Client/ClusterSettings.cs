using ElasticGrains.Jobs;
using ElasticGrains.Security;
using Npgsql;

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

    /// <summary>
    /// A file with the database's password, which only its owner may read; for a connection string without one. Default: none.
    /// </summary>
    public string? PasswordFile { get; set; }

    /// <summary>The schema of the grid's tables. Default: <c>elasticgrains</c>.</summary>
    public string Schema { get; set; } = "elasticgrains";

    /// <summary>The cluster's name; a schema belongs to one cluster. Default: <c>elasticgrains</c>.</summary>
    public string Cluster { get; set; } = "elasticgrains";

    /// <summary>The cluster's token. This or <see cref="TokenFile"/> is required.</summary>
    public string? Token { get; set; }

    /// <summary>A file with the cluster's token, which only its owner may read.</summary>
    public string? TokenFile { get; set; }

    /// <summary>
    /// The most bytes that the input of a job may have as JSON, 1 KiB to 16 MiB; a larger one is refused where it is submitted. The input
    /// travels whole, also with each grant: large data belongs where every silo can read it. Silos refuse by their own setting. Default: 1048576.
    /// </summary>
    public int MaxInputBytes { get; set; } = InputLimit.Default;

    /// <summary>The token, from wherever it is.</summary>
    /// <exception cref="ArgumentException">It cannot be read, or is none.</exception>
    public ClusterToken ReadToken() => Token is { Length: > 0 } token ? new ClusterToken(token) : ClusterToken.ReadFrom(TokenFile ?? "");

    /// <summary>The connection string, with the password from wherever it is.</summary>
    /// <exception cref="ArgumentException">There is none, it makes no sense, or the password's file cannot be read.</exception>
    public string ReadConnectionString()
    {
        var connection = new NpgsqlConnectionStringBuilder(ConnectionString ?? throw new ArgumentException($"{nameof(ConnectionString)} is missing."));
        if (PasswordFile is { Length: > 0 } file)
        {
            connection.Password = SecretFile.Read(file, "password file", $"{nameof(PasswordFile)} names it.");
        }

        return connection.ToString();
    }

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

        else if (PasswordFile is { Length: > 0 } && HasPassword(ConnectionString))
        {
            yield return $"{nameof(PasswordFile)} and {nameof(ConnectionString)} both have a password; which one is it?";
        }

        if (string.IsNullOrWhiteSpace(Cluster))
        {
            yield return $"{nameof(Cluster)} must not be empty.";
        }

        if (MaxInputBytes is < InputLimit.Least or > InputLimit.Most)
        {
            yield return $"{nameof(MaxInputBytes)} is {MaxInputBytes}; it must be between {InputLimit.Least} and {InputLimit.Most}.";
        }

        if (string.IsNullOrWhiteSpace(Token) && string.IsNullOrWhiteSpace(TokenFile))
        {
            yield return $"{nameof(TokenFile)} or {nameof(Token)} is missing: the secret that silos and clients share ('openssl rand -hex 32').";
        }
    }

    private static bool HasPassword(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).Password is { Length: > 0 };
        }
        catch (ArgumentException)
        {
            // Reported where it is used.
            return false;
        }
    }
}
