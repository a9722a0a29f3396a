namespace ElasticGrains.Tests.Shared;

/// <summary>A test on a <see cref="SmallDisk"/>; skipped where none can be mounted.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly bool CanMount = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && SmallDisk.CanMount();

    public SmallDiskFactAttribute() => Skip = CanMount ? null : "Mounting a small file system takes Linux and a superuser who may mount.";
}
