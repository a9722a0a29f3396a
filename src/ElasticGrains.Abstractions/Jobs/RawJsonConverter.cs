using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElasticGrains.Jobs;

/// <summary>Embeds bytes that are JSON already as they are, so that a spec or an outcome reads as one document.</summary>
internal sealed class RawJsonConverter : JsonConverter<ReadOnlyMemory<byte>>
{
    public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return default; // Null is how no bytes are written.
        }

        using var document = JsonDocument.ParseValue(ref reader);
        return System.Text.Encoding.UTF8.GetBytes(document.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.IsEmpty ? "null"u8 : value.Span, skipInputValidation: true);
}
