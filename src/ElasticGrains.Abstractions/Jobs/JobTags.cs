using ElasticGrains.Diagnostics;

namespace ElasticGrains.Jobs;

/// <summary>Tags of jobs: at most 16, each a key of 1 to 63 letters, digits, '-', '_', '.' and '/', and a value of at most 255 characters.</summary>
public static class JobTags
{
    private const int Most = 16;
    private const int LongestKey = 63;
    private const int LongestValue = 255;

    /// <summary>What is wrong with tags, one sentence each.</summary>
    public static IEnumerable<string> Problems(IReadOnlyDictionary<string, string>? tags)
    {
        if (tags?.Count > Most)
        {
            yield return $"The job has {tags.Count} tags; at most {Most} are allowed.";
        }

        foreach (var (key, value) in tags?.Take(Most) ?? [])
        {
            if (key.Length is 0 or > LongestKey || !key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/'))
            {
                yield return $"'{Excerpt.Of(key, LongestKey)}' is no key of a tag: use 1 to {LongestKey} letters, digits, '-', '_', '.' and '/'.";
            }

            if (value is null || value.Length > LongestValue || value.Any(char.IsControl))
            {
                yield return $"The value of tag '{Excerpt.Of(key, LongestKey)}' is not allowed: use at most {LongestValue} characters, none of them a control character.";
            }
        }
    }

    /// <summary>True when the tags have all that is asked for.</summary>
    public static bool Have(IReadOnlyDictionary<string, string>? tags, IReadOnlyDictionary<string, string> asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return asked.All(pair => tags is not null && tags.TryGetValue(pair.Key, out var value) && value == pair.Value);
    }
}
