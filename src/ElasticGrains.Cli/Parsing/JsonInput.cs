using System.Text;
using System.Text.Json;

namespace ElasticGrains.Cli.Parsing;

/// <summary>JSON on the command line: itself, or <c>@FILE</c>.</summary>
internal static class JsonInput
{
    /// <exception cref="EgException">It is no JSON, or the file cannot be read.</exception>
    public static byte[] Read(string text)
    {
        var utf8 = text.StartsWith('@') ? ReadFile(text[1..]) : Encoding.UTF8.GetBytes(text);
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return utf8;
        }
        catch (JsonException error)
        {
            throw EgException.Usage($"--input is no JSON: {error.Message}");
        }
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw EgException.Usage($"--input: {error.Message}");
        }
    }
}
