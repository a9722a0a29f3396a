using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElasticGrains;

/// <summary>A range as <c>[start, end]</c>: in ledgers and logs, where there are many.</summary>
public sealed class ItemRangeConverter : JsonConverter<ItemRange>
{
    /// <inheritdoc/>
    public override ItemRange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray && reader.Read() && reader.TokenType == JsonTokenType.Number);
        var start = reader.GetInt64();
        Expect(reader.Read() && reader.TokenType == JsonTokenType.Number);
        var end = reader.GetInt64();
        Expect(reader.Read() && reader.TokenType == JsonTokenType.EndArray && start >= 0 && end >= start);
        return new ItemRange(start, end);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ItemRange value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Start);
        writer.WriteNumberValue(value.End);
        writer.WriteEndArray();
    }

    private static void Expect(bool holds)
    {
        if (!holds)
        {
            throw new JsonException("A range is an array of its start and its end.");
        }
    }
}
