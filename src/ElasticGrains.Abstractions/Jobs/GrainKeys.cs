using System.Globalization;

namespace ElasticGrains.Jobs;

/// <summary>
/// Keys of grains. They begin with a word that is no hexadecimal number: Orleans stores string keys that read as one under their
/// numeric value, so that different keys would share a row.
/// </summary>
public static class GrainKeys
{
    private const string JobPrefix = "job-";
    private const string ShardPrefix = "shard-";
    private const string SiloPrefix = "silo-";
    private const string UploadsPrefix = "uploads-";

    /// <summary>The key of a job's grain.</summary>
    public static string OfJob(string id) => JobPrefix + id;

    /// <summary>The job id of a job grain's key.</summary>
    public static string JobOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key[JobPrefix.Length..];
    }

    /// <summary>The key of a silo's grain.</summary>
    public static string OfSilo(string name) => SiloPrefix + name;

    /// <summary>The silo of a silo grain's key.</summary>
    public static string SiloOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key[SiloPrefix.Length..];
    }

    /// <summary>A key of a way to the inputs: which one says only by which silo a client goes.</summary>
    public static string OfUploads(int way) => string.Create(CultureInfo.InvariantCulture, $"{UploadsPrefix}{way}");

    /// <summary>The key of a shard's grain.</summary>
    public static string OfShard(string jobId, int shard) => string.Create(CultureInfo.InvariantCulture, $"{ShardPrefix}{jobId}/{shard}");
}
