using System.Text.Json;
using ElasticGrains.Inputs;
using ElasticGrains.Kernels;

namespace ElasticGrains.Cli.State;

/// <summary>The files of a job, found in its input whatever its kernel.</summary>
internal static class JobFiles
{
    /// <summary>The manifest that the input is or has; null when there is none.</summary>
    public static FileManifest? Find(ReadOnlyMemory<byte> input)
    {
        using var document = JsonDocument.Parse(input);
        return Find(document.RootElement);
    }

    /// <summary>Where bytes of a manifest's files lie.</summary>
    public static IEnumerable<FilePart> PartsOf(FileManifest manifest, ItemRange bytes)
    {
        var start = 0L;
        foreach (var file in manifest.Files)
        {
            var (from, to) = (Math.Max(bytes.Start, start), Math.Min(bytes.End, start + file.Length));
            if (from < to)
            {
                yield return new FilePart(file.Path, new ItemRange(from - start, to - start));
            }

            start += file.Length;
        }
    }

    private static FileManifest? Find(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return value.TryGetProperty("files", out var files) && files.ValueKind == JsonValueKind.Array && Read(value) is { } manifest
            ? manifest
            : value.EnumerateObject().Select(member => Find(member.Value)).FirstOrDefault(found => found is not null);
    }

    private static FileManifest? Read(JsonElement value)
    {
        try
        {
            return value.Deserialize<FileManifest>(KernelJson.Options);
        }
        catch (JsonException)
        {
            return null; // Files of another kind.
        }
    }
}
