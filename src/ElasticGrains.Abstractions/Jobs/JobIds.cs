using ElasticGrains.Diagnostics;

namespace ElasticGrains.Jobs;

/// <summary>Ids of jobs: 1 to 100 letters, digits, '-', '_' and '.', beginning with a letter or digit.</summary>
public static class JobIds
{
    private const int MaxLength = 100;

    /// <summary>What is wrong with an id, or null.</summary>
    public static string? Problem(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(id[0]) && id.All(IsAllowed)
            ? null
            : $"'{Excerpt.Of(id, MaxLength)}' is no job id: use 1 to {MaxLength} letters, digits, '-', '_' and '.', beginning with a letter or digit.";
    }

    /// <summary>A fresh id that sorts by time: the kernel's name, the UTC time, and a random tail of 48 bits: thousands may be made in one second.</summary>
    public static string Fresh(string kernel, DateTimeOffset now) => $"{kernel}-{now:yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..12]}";

    private static bool IsAllowed(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.';
}
