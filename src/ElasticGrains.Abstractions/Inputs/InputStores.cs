using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ElasticGrains.Kernels;

namespace ElasticGrains.Inputs;

/// <summary>The services that this process reads inputs from, beside files. Kernels are made by anyone and know none of them: these are the process's.</summary>
public static partial class InputStores
{
    private const string Mark = "://";

    private static readonly ConcurrentDictionary<string, IInputStore> Known = new(StringComparer.Ordinal);

    /// <summary>Adds a service; an earlier one with the same scheme is replaced.</summary>
    public static void Add(IInputStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        Known[store.Scheme] = store;
    }

    /// <summary>The service that a path names; null for a file.</summary>
    /// <exception cref="KernelInputException">It names one that this process does not know.</exception>
    public static IInputStore? Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Scheme().Match(path) is not { Success: true } match)
        {
            return null;
        }

        var scheme = match.Groups["scheme"].Value;
        return Known.TryGetValue(scheme, out var store) ? store : throw new KernelInputException(
            $"Inputs of {scheme}{Mark} cannot be read here: {Environment.MachineName} reads {string.Join(", ", Known.Keys.Order(StringComparer.Ordinal).Select(known => known + Mark).Append("files"))}.");
    }

    /// <summary>Opens an input, a file or a service's.</summary>
    /// <param name="file">The input, as it was when the job was submitted.</param>
    /// <param name="offset">Where reading will begin.</param>
    /// <exception cref="KernelInputException">There is no such input, or it may not be read.</exception>
    public static IInputContent Open(InputFile file, long offset)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Of(file.Path) is { } store ? store.Open(file, offset) : FileContent.Open(file);
    }

    /// <summary>Describes a file as it is now.</summary>
    /// <param name="path">An absolute path.</param>
    /// <exception cref="KernelInputException">It is missing, unreadable or a directory.</exception>
    public static InputFile Describe(string path) => FileContent.Describe(path);

    // A file may have the mark further on in its path.
    [GeneratedRegex("^(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://")]
    private static partial Regex Scheme();
}
