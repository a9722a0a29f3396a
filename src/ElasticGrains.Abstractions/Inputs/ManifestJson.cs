using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticGrains.Kernels;

namespace ElasticGrains.Inputs;

/// <summary>The files of a job, found in its input whatever its kernel.</summary>
public static class ManifestJson
{
    private const string Files = "files";

    /// <summary>The manifest that an input in JSON is or has; null when there is none.</summary>
    public static FileManifest? Find(ReadOnlyMemory<byte> input)
    {
        using var document = JsonDocument.Parse(input);
        return Find(document.RootElement);
    }

    /// <summary>How many manifests an input in JSON has, also in lists, where none is found: the files of a job are all only where there is one.</summary>
    public static int Count(ReadOnlyMemory<byte> input)
    {
        using var document = JsonDocument.Parse(input);
        return Count(document.RootElement);
    }

    /// <summary>The input with other files in place of those that <see cref="Find(ReadOnlyMemory{byte})"/> finds.</summary>
    /// <exception cref="ArgumentException">The input has no files.</exception>
    public static byte[] With(ReadOnlyMemory<byte> input, FileManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var root = JsonNode.Parse(input.Span);
        var owner = FindOwner(root) ?? throw new ArgumentException("The input has no files.", nameof(input));
        owner[Files] = JsonSerializer.SerializeToNode(manifest.Files, KernelJson.Options);
        return JsonSerializer.SerializeToUtf8Bytes(root, KernelJson.Options);
    }

    private static FileManifest? Find(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return ReadFrom(value) is { } manifest
            ? manifest
            : value.EnumerateObject().Select(member => Find(member.Value)).FirstOrDefault(found => found is not null);
    }

    private static int Count(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => ReadFrom(value) is not null ? 1 : value.EnumerateObject().Sum(member => Count(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Sum(Count),
        _ => 0,
    };

    private static FileManifest? ReadFrom(JsonElement value) =>
        value.TryGetProperty(Files, out var files) && files.ValueKind == JsonValueKind.Array
            ? Read(() => value.Deserialize<FileManifest>(KernelJson.Options))
            : null;

    /// <summary>The object whose files they are: the same that is found.</summary>
    private static JsonObject? FindOwner(JsonNode? value)
    {
        if (value is not JsonObject members)
        {
            return null;
        }

        return members[Files] is JsonArray && Read(() => members.Deserialize<FileManifest>(KernelJson.Options)) is not null
            ? members
            : members.Select(member => FindOwner(member.Value)).FirstOrDefault(found => found is not null);
    }

    private static FileManifest? Read(Func<FileManifest?> read)
    {
        try
        {
            return read();
        }
        catch (JsonException)
        {
            return null; // Files of another kind.
        }
    }
}
