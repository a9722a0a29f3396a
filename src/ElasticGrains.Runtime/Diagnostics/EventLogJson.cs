using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ElasticGrains.Kernels;

namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>Events and effects as JSON. Of an abstract record the nested records are its kinds, told apart by their names.</summary>
internal static class EventLogJson
{
    private const string Kind = "kind";

    public static JsonSerializerOptions Options { get; } = new(KernelJson.Options)
    {
        Converters = { new ItemRangeConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameKinds } },
    };

    /// <summary>The kind of an event as it was written.</summary>
    public static string KindOf(JsonElement happened) => happened.GetProperty(Kind).GetString()!;

    private static void NameKinds(JsonTypeInfo type)
    {
        if (!type.Type.IsAbstract || type.Kind != JsonTypeInfoKind.Object || type.PolymorphismOptions is not null)
        {
            return;
        }

        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = Kind };
        foreach (var kind in type.Type.GetNestedTypes().Where(nested => nested.IsSubclassOf(type.Type)))
        {
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(kind, kind.Name));
        }
    }
}
