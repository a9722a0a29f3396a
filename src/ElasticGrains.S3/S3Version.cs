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
    public static string Plain(string? tag) => tag is null ? "" : (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"');

    public bool IsOf(string? tag) => Plain(tag) == Tag;

    /// <summary>True when that is what HTTP says of an answer with so many bytes from an offset on, or as many as there are.</summary>
    public bool IsAnswered(string? range, long length, long offset, int count) => string.IsNullOrEmpty(range)
        ? offset == 0 && count >= Length && length == Length
        : range == string.Create(CultureInfo.InvariantCulture, $"bytes {offset}-{Math.Min(offset + count, Length) - 1}/{Length}");
}
