using System.Buffers;
using System.Text.Json;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;

namespace ElasticGrains.Storage.Durable;

/// <summary>Events as the JSON of a ledger file. Commits have a table of their own and are never written as JSON.</summary>
internal static class LedgerJson
{
    private static readonly JsonSerializerOptions Options = new(KernelJson.Options) { Converters = { new ItemRangeConverter() } };

    public static void Write(LedgerEvent happened, ArrayBufferWriter<byte> to)
    {
        using var writer = new Utf8JsonWriter(to, new JsonWriterOptions { SkipValidation = true });
        JsonSerializer.Serialize(writer, happened, Options);
    }

    /// <exception cref="JsonException">The bytes are no event.</exception>
    public static LedgerEvent Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize<LedgerEvent>(utf8, Options) ?? throw new JsonException("An event is null.");
}
