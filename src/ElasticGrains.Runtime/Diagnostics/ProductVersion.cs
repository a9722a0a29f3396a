using System.Reflection;

namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>The version of this build.</summary>
public static class ProductVersion
{
    /// <summary>As packages carry it, without the commit behind the plus.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
