using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElasticGrains.Kernels;

/// <summary>The JSON in which inputs and answers travel: camel case, enums by name, named floating-point literals (NaN, Infinity).</summary>
public static class KernelJson
{
    /// <summary>The settings; shared and frozen.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Writes a value as UTF-8.</summary>
    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <summary>Reads a kernel's input.</summary>
    /// <exception cref="KernelInputException">The bytes are not a <typeparamref name="T"/>.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8, string kernel)
        where T : notnull
    {
        try
        {
            return JsonSerializer.Deserialize<T>(utf8, Options) ?? throw new KernelInputException($"The input of kernel '{kernel}' is null; give a {typeof(T).Name}.");
        }
        catch (JsonException error)
        {
            throw new KernelInputException($"The input of kernel '{kernel}' is no {typeof(T).Name}: {error.Message}", error);
        }
        catch (Exception error) when (error is NotSupportedException or InvalidOperationException)
        {
            throw new KernelContractException($"The input type {typeof(T).Name} of kernel '{kernel}' cannot be read from JSON: {error.Message} Use a record of simple members.", error);
        }
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals | JsonNumberHandling.AllowReadingFromString,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
        };
        options.MakeReadOnly();
        return options;
    }
}
