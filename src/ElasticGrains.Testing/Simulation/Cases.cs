namespace ElasticGrains.Testing.Simulation;

/// <summary>Which values of some enumerations occurred; as cheap as setting a bit.</summary>
internal sealed class Cases
{
    private readonly Dictionary<Type, ulong> _seen = [];

    public void See<T>(T value)
        where T : struct, Enum
    {
        _seen.TryGetValue(typeof(T), out var seen);
        _seen[typeof(T)] = seen | (1UL << Convert.ToInt32(value));
    }

    public IReadOnlySet<string> ToSet()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (type, seen) in _seen)
        {
            foreach (var value in Enum.GetValues(type))
            {
                if ((seen & (1UL << Convert.ToInt32(value))) != 0)
                {
                    names.Add($"{type.Name}.{value}");
                }
            }
        }

        return names;
    }
}
