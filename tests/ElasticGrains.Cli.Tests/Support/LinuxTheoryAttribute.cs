namespace ElasticGrains.Cli.Tests.Support;

/// <summary>A theory about what only Linux has; elsewhere it is skipped with the reason.</summary>
internal sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute(string why) => Skip = OperatingSystem.IsLinux() ? null : $"Linux only: {why}.";
}
