using System.Net;
using ElasticGrains.Client;
using ElasticGrains.S3;

namespace ElasticGrains.Silo;

/// <summary>
/// A silo of a cluster, as configuration describes it: section <c>ElasticGrains</c>, or the environment (<c>ElasticGrains__Slots=4</c>).
/// </summary>
public sealed class SiloSettings : ClusterSettings
{
    private const string InDatabase = "database";

    /// <summary>The silo's name; each start adds a few characters of its own to it. Default: <c>silo</c>.</summary>
    public string Name { get; set; } = "silo";

    /// <summary>The number of compute slots. Default: the number of processors less one for the rest of the silo, at least 1.</summary>
    public int Slots { get; set; } = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>The address on which the silo listens. Default: loopback.</summary>
    public string ListenAddress { get; set; } = IPAddress.Loopback.ToString();

    /// <summary>
    /// The address that others are told: an IP address, a host name that is looked up at start, or <c>auto</c> for the first address of this
    /// machine that others can reach, as containers want it. Default: that on which it listens.
    /// </summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>The port for other silos, 0 for any. Default: 11111.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port for clients, 0 for any. Default: 30000.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>The port on which other silos fetch what is too large for calls, 0 for any. Default: 0.</summary>
    public int TransferPort { get; set; }

    /// <summary>True (the default) to create or upgrade the schema at start; false to refuse one that is not ready.</summary>
    public bool MigrateSchema { get; set; } = true;

    /// <summary>The most unfinished jobs that the silo takes; beyond it submissions are told when to come back. Default: 10000.</summary>
    public int MaxOpenJobs { get; set; } = 10_000;

    /// <summary>How long jobs are kept once they have ended, for example <c>7.00:00:00</c>; null (the default) keeps them for ever.</summary>
    public TimeSpan? KeepEndedJobs { get; set; }

    /// <summary>
    /// True (the default) to keep what kernels write to <see cref="Console"/> and <see cref="System.Diagnostics.Trace"/> while they compute, for <c>eg job logs</c>. The silo
    /// stands before the console of its process for that: everything goes through as before.
    /// </summary>
    public bool KeepKernelLogs { get; set; } = true;

    /// <summary>
    /// How many bytes of input files are kept of a range that is given up, so that <c>eg shard replay</c> can run it when the files have changed or
    /// are gone; 0 keeps none. A job keeps no more than 256 MiB in all. Default: 16777216.
    /// </summary>
    public int CaptureInputBytes { get; set; } = 16 << 20;

    /// <summary>
    /// How long running shards may take, when the silo is drained, to come to a safe point and commit. An item that takes longer is abandoned and
    /// computed again elsewhere. Default: 30 seconds.
    /// </summary>
    public TimeSpan DrainDeadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Where the bytes of new blocks (what is larger than 256 KiB) go: <c>database</c> (the default), or a part of a bucket like <c>s3://bucket/prefix</c>, for another
    /// service than AWS with <c>?endpoint=https://host:port</c>. Credentials are what the AWS client finds: <c>AWS_ACCESS_KEY_ID</c> and <c>AWS_SECRET_ACCESS_KEY</c>, a profile, the
    /// machine's role. Blocks are read from where they were written, whatever this is now.
    /// </summary>
    public string Blocks { get; set; } = InDatabase;

    /// <summary>
    /// The most bytes of blocks that the silo keeps in memory: the latest that it has written or read, a few for each slot at best. The silo that joins partial results fetches
    /// them from there instead of from where they are stored, on the same machine through shared memory (<c>/dev/shm</c>). 0 keeps none. Default: 268435456.
    /// </summary>
    public long BlockCacheBytes { get; set; } = 256L << 20;

    /// <summary>A directory for logs of everything that the grid's state machines are told; null (the default) records nothing.</summary>
    public string? RecordEventsTo { get; set; }

    /// <summary>Null for the database.</summary>
    /// <exception cref="ArgumentException">It is no place.</exception>
    internal S3Place? BlockPlace => Blocks == InDatabase ? null : S3Place.Parse(Blocks);

    internal IPAddress Listen => IPAddress.Parse(ListenAddress);

    /// <summary>Looked up at each call.</summary>
    internal IPAddress Advertised => AdvertisedAddress is { Length: > 0 } address ? HostAddress.Find(address, Listen) : Listen;

    /// <inheritdoc/>
    protected override IEnumerable<string> Problems()
    {
        foreach (var problem in base.Problems())
        {
            yield return problem;
        }

        if (Slots < 1)
        {
            yield return $"{nameof(Slots)} is {Slots}; it must be at least 1.";
        }

        if (MaxOpenJobs < 1)
        {
            yield return $"{nameof(MaxOpenJobs)} is {MaxOpenJobs}; it must be at least 1.";
        }

        if (KeepEndedJobs < TimeSpan.Zero)
        {
            yield return $"{nameof(KeepEndedJobs)} is {KeepEndedJobs}; it must not be negative.";
        }

        if (DrainDeadline < TimeSpan.Zero || DrainDeadline > TimeSpan.FromDays(1))
        {
            yield return $"{nameof(DrainDeadline)} is {DrainDeadline}; it must be from 0 to 1 day.";
        }

        if (CaptureInputBytes < 0)
        {
            yield return $"{nameof(CaptureInputBytes)} is {CaptureInputBytes}; it must not be negative.";
        }

        if (BlockCacheBytes < 0)
        {
            yield return $"{nameof(BlockCacheBytes)} is {BlockCacheBytes}; it must not be negative.";
        }

        if (string.IsNullOrWhiteSpace(Name))
        {
            yield return $"{nameof(Name)} must not be empty.";
        }

        if (BlocksProblem() is { } problemOfBlocks)
        {
            yield return problemOfBlocks;
        }

        if (AddressProblem() is { } trouble)
        {
            yield return trouble;
        }

        foreach (var (name, port) in new[] { (nameof(SiloPort), SiloPort), (nameof(GatewayPort), GatewayPort), (nameof(TransferPort), TransferPort) })
        {
            if (port is < 0 or > ushort.MaxValue)
            {
                yield return $"{name} is {port}; it must be between 0 and {ushort.MaxValue}.";
            }
        }
    }

    private string? BlocksProblem()
    {
        try
        {
            _ = BlockPlace;
            return null;
        }
        catch (ArgumentException error)
        {
            return $"{nameof(Blocks)}: {error.Message}";
        }
    }

    private string? AddressProblem()
    {
        if (!IPAddress.TryParse(ListenAddress, out _))
        {
            return $"{nameof(ListenAddress)} is '{ListenAddress}'; it must be an IP address.";
        }

        try
        {
            var told = Advertised;
            return told.Equals(IPAddress.Any) || told.Equals(IPAddress.IPv6Any)
                ? $"{nameof(AdvertisedAddress)} is missing: others cannot reach a silo at {told}."
                : null;
        }
        catch (ArgumentException error)
        {
            return $"{nameof(AdvertisedAddress)} is '{AdvertisedAddress}': {error.Message}";
        }
    }
}
