using System.Buffers;
using System.Text.Json;

namespace ElasticGrains.Kernels;

/// <summary>Writes partials as JSON: right for small ones, of a size that does not grow with the range.</summary>
/// <typeparam name="TPartial">A type that System.Text.Json reads and writes.</typeparam>
public sealed class JsonPartialCodec<TPartial> : IPartialCodec<TPartial>, IJsonCodec
{
    private JsonPartialCodec()
    {
    }

    /// <summary>The codec; it has no state.</summary>
    public static JsonPartialCodec<TPartial> Instance { get; } = new();

    Type IJsonCodec.JsonType => typeof(TPartial);

    /// <inheritdoc/>
    /// <exception cref="KernelContractException">The value cannot be written, for example because it holds itself.</exception>
    public void Encode(TPartial partial, IBufferWriter<byte> to)
    {
        try
        {
            using var writer = new Utf8JsonWriter(to);
            JsonSerializer.Serialize(writer, partial, KernelJson.Options);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new KernelContractException($"The partial {typeof(TPartial).Name} cannot be written as JSON: {error.Message} Use a simpler type, or override Codec.", error);
        }
    }

    /// <inheritdoc/>
    public TPartial Decode(ReadOnlySpan<byte> encoded)
    {
        try
        {
            return JsonSerializer.Deserialize<TPartial>(encoded, KernelJson.Options) ?? throw new FormatException("The partial is null.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"The bytes are no {typeof(TPartial).Name} in JSON: {error.Message}", error);
        }
    }
}
