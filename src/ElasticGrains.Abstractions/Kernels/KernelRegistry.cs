using System.Collections.Frozen;

namespace ElasticGrains.Kernels;

/// <summary>The kernels that a process can run, by name.</summary>
public sealed class KernelRegistry
{
    private readonly FrozenDictionary<string, IRangeKernel> _kernels;

    /// <summary>Creates the registry.</summary>
    /// <exception cref="ArgumentException">A name is invalid or taken twice; all problems are listed.</exception>
    public KernelRegistry(IEnumerable<IRangeKernel> kernels)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        var all = kernels.DistinctBy(kernel => (kernel.GetType(), kernel.Name)).ToArray();
        var problems = all.Where(kernel => !KernelName.IsValid(kernel.Name))
            .Select(kernel => $"{kernel.GetType().Name} is named '{kernel.Name}'; use lower-case letters, digits and hyphens.")
            .Concat(all.GroupBy(kernel => kernel.Name).Where(same => same.Count() > 1)
                .Select(same => $"'{same.Key}' names {string.Join(" and ", same.Select(kernel => kernel.GetType().Name))}; rename one."))
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
            $"Kernel '{name}' is not registered on this grid; registered are: {string.Join(", ", Names)}. Add it with AddKernel<T>().");
        return kernel.Version == version ? kernel : throw new KernelInputException(
            $"Kernel '{name}' is version {kernel.Version} here, but the job was made for version {version}; run it with that version, or submit a new job.");
    }
}
