using System.Text;

namespace ElasticGrains.Kernels;

/// <summary>Names of kernels: lower case letters, digits and hyphens, at most 64 characters.</summary>
public static class KernelName
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>The name of a kernel class: <c>NightlyRiskKernel</c> gives <c>nightly-risk</c>.</summary>
    public static string Of(Type kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var source = kernel.Name.EndsWith("Kernel", StringComparison.Ordinal) && kernel.Name.Length > 6 ? kernel.Name[..^6] : kernel.Name;
        var name = new StringBuilder(source.Length + 8);
        foreach (var letter in source.Where(char.IsAsciiLetterOrDigit))
        {
            if (char.IsAsciiLetterUpper(letter) && name.Length > 0)
            {
                name.Append('-');
            }

            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }

    /// <summary>True when <paramref name="name"/> can name a kernel.</summary>
    public static bool IsValid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MaxLength && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
    }
}
