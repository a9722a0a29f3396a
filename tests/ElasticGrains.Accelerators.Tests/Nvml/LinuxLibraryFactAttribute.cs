namespace ElasticGrains.Accelerators.Tests.Nvml;

/// <summary>Where there is a library of C that can be taken for another.</summary>
internal sealed class LinuxLibraryFactAttribute : FactAttribute
{
    public const string Library = "libc.so.6";

    public LinuxLibraryFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : $"it needs {Library}";
}
