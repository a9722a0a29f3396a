using System.Collections.Frozen;

namespace ElasticGrains.Kernels;

/// <summary>The kernels that a process can run, by name.</summary>
public sealed class KernelRegistry
{
    private readonly FrozenDictionary<string, IRangeKernel> _kernels;

    /// <summary>Creates the registry.</summary>
    /// <exception cref="ArgumentException">A name is invalid or taken twice, or a type would not come back from JSON; all problems are listed.</exception>
    public KernelRegistry(IEnumerable<IRangeKernel> kernels)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        var all = kernels.DistinctBy(kernel => (kernel.GetType(), kernel.Name)).ToArray();
        var problems = all.Where(kernel => !KernelName.IsValid(kernel.Name))
            .Select(kernel => $"{kernel.GetType().Name} is named '{kernel.Name}'; use lower-case letters, digits and hyphens.")
            .Concat(all.GroupBy(kernel => kernel.Name).Where(same => same.Count() > 1)
                .Select(same => $"'{same.Key}' names {string.Join(" and ", same.Select(kernel => kernel.GetType().Name))}; rename one."))
            .Concat(all.SelectMany(JsonProblems))
            .ToArray();
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join(" ", problems), nameof(kernels));
        }

        _kernels = all.ToFrozenDictionary(kernel => kernel.Name);
    }

    /// <summary>The names in ordinal order.</summary>
    public IReadOnlyList<string> Names => [.. _kernels.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The kernel of that name, or null.</summary>
    public IRangeKernel? Find(string name) => _kernels.GetValueOrDefault(name);

    /// <summary>The kernel of that name and version.</summary>
    /// <exception cref="KernelInputException">It is not registered here, or in another version.</exception>
    public IRangeKernel Get(string name, int version)
    {
        var kernel = Find(name) ?? throw new KernelInputException(
            $"Kernel '{name}' is not registered on this grid; registered are: {(_kernels.Count == 0 ? "none" : string.Join(", ", Names))}. "
            + "Register it where the grid or the silo is built, with AddKernel<T>(); 'eg up --host MyGrid.dll' starts silos of your own program.");
        return kernel.Version == version ? kernel : throw new KernelInputException(
            $"Kernel '{name}' is version {kernel.Version} here, but the job was made for version {version}; run it with that version, or submit a new job.");
    }

    private static IEnumerable<string> JsonProblems(IRangeKernel kernel) => kernel is not IJsonCarried carried
        ? []
        : from part in carried.JsonTypes
          from problem in JsonShape.Problems(part.Type)
          select $"The {part.Role} of kernel '{kernel.Name}' cannot travel as JSON: {problem}. Use public properties with get and init, as a record has, or mark "
              + $"members [JsonInclude], [JsonIgnore] or [JsonConverter]{(part.Role == "partial" ? "; or override Codec" : "")}.";
}
