namespace ElasticGrains.S3;

/// <summary>
/// Objects as users write them: <c>s3://bucket/key</c>, where the key may be the beginning of many, or have <c>*</c> and <c>**</c> in it. Characters that
/// mean something here (<c>* ? %</c>) are written as <c>%2A</c> and so on where they belong to a key.
/// </summary>
/// <param name="Place">The bucket, and what else <see cref="S3Place"/> knows.</param>
/// <param name="Key">What follows, still escaped.</param>
internal sealed record S3Name(S3Place Place, string Key)
{
    /// <summary>What stands before <c>://</c>.</summary>
    public const string Scheme = "s3";

    private const string Begin = Scheme + "://";

    public bool IsPattern => Key.Contains('*', StringComparison.Ordinal);

    /// <exception cref="ArgumentException">It is none; the message says what is wrong.</exception>
    public static S3Name Parse(string text)
    {
        var (path, query) = Cut(text);
        var slash = path.Length > Begin.Length ? path.IndexOf('/', Begin.Length) : -1;
        return slash < 0 ? new S3Name(S3Place.Parse(text), "") : new S3Name(S3Place.Parse(path[..slash] + query), path[(slash + 1)..]);
    }

    /// <summary>The name of one object.</summary>
    public static string Of(S3Place place, string key)
    {
        var (bucket, query) = Cut(place.ToString());
        return $"{bucket}/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}{query}";
    }

    public static string Plain(string key) => Uri.UnescapeDataString(key);

    private static (string Path, string Query) Cut(string text) =>
        text.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? (text[..mark], text[mark..]) : (text, "");
}
