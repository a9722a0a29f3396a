using System.Globalization;

namespace ElasticGrains.S3;

/// <summary>What tells an object from what it was.</summary>
/// <param name="Tag">Its ETag, without quotes.</param>
/// <param name="Length">In bytes.</param>
internal sealed record S3Version(string Tag, long Length)
{
    /// <summary>The tag as HTTP has it.</summary>
    public string Quoted => $"\"{Tag}\"";

    /// <summary>A tag without what services, and what stands before them, put around it or leave out.</summary>
    public static string Plain(string tag) => (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"');

    public bool IsOf(string tag) => Plain(tag) == Tag;

    /// <summary>What HTTP says of an answer with so many bytes from an offset on, or as many as there are.</summary>
    public string RangeOf(long offset, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"bytes {offset}-{Math.Min(offset + count, Length) - 1}/{Length}");
}
