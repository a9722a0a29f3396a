namespace ElasticGrains.Kernels;

/// <summary>Which build of a kernel it is. While silos are upgraded one by one, two builds of one version may be on the grid at once.</summary>
internal static class KernelBuild
{
    /// <summary>
    /// The builds of the modules that make a kernel: its own, those of its base classes down to the runtime's, and those of its input, partial and
    /// answer. Code that it only calls is not among them.
    /// </summary>
    public static IReadOnlyList<Guid> Of(Type kernel)
    {
        var types = new List<Type>();
        for (Type? type = kernel; type is not null; type = type.BaseType)
        {
            Add(type, types);
        }

        return ModulesOf(types);
    }

    /// <summary>The builds of the modules of types, in their order, each once.</summary>
    public static IReadOnlyList<Guid> ModulesOf(IEnumerable<Type> types) => [.. types.Select(type => type.Module.ModuleVersionId).Distinct()];

    private static void Add(Type type, List<Type> types)
    {
        types.Add(type);
        foreach (var argument in type.GenericTypeArguments)
        {
            Add(argument, types);
        }
    }
}
