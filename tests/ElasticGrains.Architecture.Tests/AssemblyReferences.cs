using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ElasticGrains.Architecture.Tests;

/// <summary>What a compiled assembly asks for, read from its metadata without loading it.</summary>
public static class AssemblyReferences
{
    private static readonly string[] Forbidden = ["Orleans", "Microsoft.Orleans", "Npgsql", "Microsoft.Data.Sqlite", "SQLitePCLRaw", "Microsoft.Extensions.Logging"];

    /// <summary>The names of the assemblies that the file references.</summary>
    public static IReadOnlyList<string> Of(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    /// <summary>Those of them that what decides and what computes must not need.</summary>
    public static IEnumerable<string> Impure(IEnumerable<string> references) =>
        references.Where(name => Forbidden.Any(part => name == part || name.StartsWith(part + ".", StringComparison.Ordinal)));
}
