using System.Text.RegularExpressions;

namespace ElasticGrains.S3;

/// <summary>
/// A part of a bucket: <c>s3://bucket/prefix</c>, for another service than AWS with <c>?endpoint=https://host:port</c>, and where needed
/// <c>region=…</c>. Credentials are no part of it: they are what the AWS client finds (environment, profile, the machine's role).
/// </summary>
public sealed partial record S3Place
{
    private const string Scheme = "s3://";
    private const string EndpointKey = "endpoint";
    private const string RegionKey = "region";

    private S3Place(string bucket, string prefix, Uri? endpoint, string? region)
    {
        (Bucket, Prefix, Endpoint, Region) = (bucket, prefix, endpoint, region);
    }

    /// <summary>The bucket's name.</summary>
    public string Bucket { get; }

    /// <summary>What the keys of all objects begin with, without a slash at either end; may be empty.</summary>
    public string Prefix { get; }

    /// <summary>The service; null for AWS.</summary>
    public Uri? Endpoint { get; }

    /// <summary>The region; null for what the AWS client finds.</summary>
    public string? Region { get; }

    /// <summary>Reads a place.</summary>
    /// <exception cref="ArgumentException">It is none; the message says what is wrong.</exception>
    public static S3Place Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            throw Wrong(text, $"it does not begin with {Scheme}");
        }

        var (path, query) = Cut(text[Scheme.Length..], '?');
        var (bucket, prefix) = Cut(path, '/');
        prefix = prefix.Trim('/');
        if (!BucketName().IsMatch(bucket))
        {
            throw Wrong(text, $"{(HasSecret(bucket) ? "that" : $"'{bucket}'")} is no name of a bucket (3 to 63 lower-case letters, digits, dots and hyphens; credentials do not belong here)");
        }

        if (prefix.Length > 0 && prefix.Split('/').FirstOrDefault(part => !PrefixPart().IsMatch(part)) is { } part)
        {
            throw Wrong(text, $"'{part}' cannot be a part of the prefix (letters, digits, and . _ - = within)");
        }

        Uri? endpoint = null;
        string? region = null;
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = Cut(pair, '=');
            switch (key)
            {
                case EndpointKey:
                    endpoint = EndpointOf(text, Uri.UnescapeDataString(value));
                    break;
                case RegionKey when RegionName().IsMatch(value):
                    region = value;
                    break;
                case RegionKey:
                    throw Wrong(text, "its region is no name of a region");
                default:
                    throw Wrong(text, $"it knows {EndpointKey} and {RegionKey}, not '{key}'");
            }
        }

        return new S3Place(bucket, prefix, endpoint, region);
    }

    /// <summary>The key of an object at this place.</summary>
    internal string KeyOf(string name) => Prefix.Length == 0 ? name : $"{Prefix}/{name}";

    /// <summary>The same in a region, where it names neither one nor an endpoint.</summary>
    internal S3Place In(string? region) => Region is null && Endpoint is null && region is not null ? new S3Place(Bucket, Prefix, endpoint: null, region) : this;

    /// <summary>Where it is, for messages.</summary>
    internal string Where => Endpoint is null ? $"bucket '{Bucket}'" : $"bucket '{Bucket}' at {Endpoint.Authority}";

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString()
    {
        string?[] query = [Endpoint is null ? null : $"{EndpointKey}={Endpoint.GetLeftPart(UriPartial.Authority)}", Region is null ? null : $"{RegionKey}={Region}"];
        var text = string.Join('&', query.OfType<string>());
        return $"{Scheme}{Bucket}{(Prefix.Length == 0 ? "" : $"/{Prefix}")}{(text.Length == 0 ? "" : $"?{text}")}";
    }

    private static Uri EndpointOf(string text, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var endpoint) && endpoint is { Scheme: "http" or "https", UserInfo: "", AbsolutePath: "/", Query: "" }
            ? endpoint
            : throw Wrong(text, $"{(HasSecret(value) ? "that" : $"'{value}'")} is no endpoint; it must be like https://host:port");

    private static (string Before, string After) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var index ? (text[..index], text[(index + 1)..]) : (text, "");

    // Whoever wrote a password before an @, or into the query, does not want to read it in a log.
    private static bool HasSecret(string text) => text.Contains('@', StringComparison.Ordinal) || text.Contains("%40", StringComparison.Ordinal);

    private static ArgumentException Wrong(string text, string why) =>
        new($"{(HasSecret(text) ? "That" : $"'{Cut(text, '?').Before}'")} is no place in S3: {why}. A place is like s3://bucket/prefix or s3://bucket?endpoint=http://host:9000.");

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex BucketName();

    [GeneratedRegex(@"^[A-Za-z0-9_=-][A-Za-z0-9._=-]*$")]
    private static partial Regex PrefixPart();

    [GeneratedRegex(@"^[a-z0-9-]+$")]
    private static partial Regex RegionName();
}
