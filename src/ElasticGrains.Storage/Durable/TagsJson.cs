using System.Text.Json;

namespace ElasticGrains.Storage.Durable;

/// <summary>Tags as the rows of jobs hold them: JSON with sorted keys; null for none.</summary>
internal static class TagsJson
{
    public static string? Write(IReadOnlyDictionary<string, string>? tags) =>
        tags is null || tags.Count == 0 ? null : JsonSerializer.Serialize(new SortedDictionary<string, string>(tags.ToDictionary(), StringComparer.Ordinal));

    public static IReadOnlyDictionary<string, string>? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(json);
}
