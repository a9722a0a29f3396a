namespace ElasticGrains.Tests.Shared;

/// <summary>A test that can be made on Linux only, for a reason.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute(string why) => Skip = OperatingSystem.IsLinux() ? null : $"Linux only: {why}.";
}
