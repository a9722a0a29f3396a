using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ElasticGrains.Kernels;

/// <summary>
/// Whether values of a type come back from JSON as they were. Fields, private setters and tuples are left out by System.Text.Json without
/// a word, and a kernel of such a type would give a wrong answer.
/// </summary>
internal sealed class JsonShape
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const string BackingField = ">k__BackingField";

    // What the serializer refuses when it meets a value, and not when it is asked about the type.
    private static readonly Type[] Refused = [typeof(Delegate), typeof(MemberInfo), typeof(nint), typeof(nuint)];

    private readonly HashSet<Type> _seen = [];
    private readonly List<string> _problems = [];

    private JsonShape()
    {
    }

    /// <summary>What would be lost or refused, one phrase each that names type and member; empty when all comes back.</summary>
    public static IReadOnlyList<string> Problems(Type type)
    {
        var shape = new JsonShape();
        shape.Visit(type, NameOf(type));
        return shape._problems;
    }

    private void Visit(Type type, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (!_seen.Add(type) || type == typeof(object))
        {
            return;
        }

        try
        {
            Visit(KernelJson.Options.GetTypeInfo(type), path);
        }
        catch (Exception error) when (error is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            _problems.Add($"{Subject(path, type)} is refused ({error.Message})");
        }
    }

    private void Visit(JsonTypeInfo type, string path)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                VisitObject(type, path);
                break;
            case JsonTypeInfoKind.Enumerable:
                Visit(type.ElementType!, path);
                break;
            case JsonTypeInfoKind.Dictionary:
                VisitKey(type.KeyType!, path);
                Visit(type.ElementType!, path);
                break;
            default:
                Add(
                    Array.Exists(Refused, refused => refused.IsAssignableFrom(type.Type)) || (type.Type.IsArray && type.Type.GetArrayRank() > 1),
                    $"JSON has no form for {Subject(path, type.Type)}");
                break;
        }
    }

    private void VisitKey(Type key, string path)
    {
        var isText = KernelJson.Options.GetTypeInfo(key).Kind == JsonTypeInfoKind.None;
        Add(!isText, $"{path} has keys of type {NameOf(key)}; only texts, numbers and enums can be keys");
    }

    private void VisitObject(JsonTypeInfo type, string path)
    {
        foreach (var derived in type.PolymorphismOptions?.DerivedTypes ?? [])
        {
            Visit(derived.DerivedType, NameOf(derived.DerivedType));
        }

        if (type.Type.IsAbstract)
        {
            Add(type.PolymorphismOptions is null, $"{Subject(path, type.Type)} is abstract, and nothing says which class to make of it: mark it [JsonDerivedType]");
            return;
        }

        Add(
            !type.Type.IsValueType && type.CreateObject is null && type.ConstructorAttributeProvider is null,
            $"{Subject(path, type.Type)} has no constructor to read it with: give it one public constructor, or mark one [JsonConstructor]");
        var lost = LostMembers(type);
        Add(lost.Count > 0, $"{string.Join(", ", lost)} of {Subject(path, type.Type)} would be lost");
        foreach (var member in type.Properties.Where(member => member is { Get: not null, CustomConverter: null, IsExtensionData: false } && IsCarried(member)))
        {
            Visit(member.PropertyType, $"{path}.{(member.AttributeProvider as MemberInfo)?.Name ?? member.Name}");
        }
    }

    /// <summary>State that is not written, or not read back: fields, and properties behind whose getter a value is kept.</summary>
    private static List<string> LostMembers(JsonTypeInfo type)
    {
        var carried = type.Properties.Where(IsCarried).Select(member => (member.AttributeProvider as MemberInfo)?.Name).ToHashSet();
        var lost = new List<string>();
        for (var level = type.Type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
        {
            foreach (var field in level.GetFields(Own))
            {
                var name = field.Name.EndsWith(BackingField, StringComparison.Ordinal) ? field.Name[1..^BackingField.Length] : field.Name;
                MemberInfo member = name == field.Name ? field : (MemberInfo?)level.GetProperty(name, Own) ?? field;
                if (!carried.Contains(name) && !member.IsDefined(typeof(JsonIgnoreAttribute)) && (member is PropertyInfo || field.IsPublic || carried.Count == 0))
                {
                    lost.Add(name);
                }
            }
        }

        return lost;
    }

    private static bool IsCarried(JsonPropertyInfo member) => member.Get is not null && (member.Set is not null || member.AssociatedParameter is not null);

    private void Add(bool isProblem, string problem)
    {
        if (isProblem)
        {
            _problems.Add(problem);
        }
    }

    private static string Subject(string path, Type type) => NameOf(type) is var name && name == path ? path : $"{path} ({name})";

    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : type.Name;
}
