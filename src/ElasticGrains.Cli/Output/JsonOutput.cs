using System.Text.Json;
using ElasticGrains.Kernels;

namespace ElasticGrains.Cli.Output;

/// <summary>Prints one JSON document on stdout.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Indented = new(KernelJson.Options) { WriteIndented = true };

    /// <summary>The document as it is printed.</summary>
    public static string Text<T>(T document) => JsonSerializer.Serialize(document, Indented);

    public static void Print<T>(T document) => Write(JsonSerializer.SerializeToUtf8Bytes(document, Indented));

    /// <summary>A document of a sequence: one line each.</summary>
    public static void PrintLine<T>(T document) => Write(KernelJson.Write(document));

    /// <summary>JSON that exists already, to be embedded in a document; null when there is none.</summary>
    public static JsonElement? Embed(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    /// <summary>JSON that exists already, as the whole document.</summary>
    public static void PrintRaw(ReadOnlyMemory<byte> json) => Write(json.Span);

    private static void Write(ReadOnlySpan<byte> utf8)
    {
        // Straight bytes: the console's encoding must not touch words in other scripts.
        using var stdout = Console.OpenStandardOutput();
        stdout.Write(utf8);
        stdout.Write("\n"u8);
    }
}
