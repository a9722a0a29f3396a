using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElasticGrains.Tests.Silo;

/// <summary>A large result, which may refuse to be read back.</summary>
/// <param name="Number">The item.</param>
/// <param name="Content">What is large.</param>
/// <param name="Fault">When it is read back, it throws this; null when it does not.</param>
public sealed record BulkItem(long Number, byte[] Content, [property: JsonConverter(typeof(BulkItem.Thrown))] string? Fault)
{
    /// <summary>Throws what it reads.</summary>
    internal sealed class Thrown : JsonConverter<string>
    {
        public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new InvalidOperationException(reader.GetString());

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
