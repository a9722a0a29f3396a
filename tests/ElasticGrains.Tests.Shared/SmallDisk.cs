using System.Diagnostics;

namespace ElasticGrains.Tests.Shared;

/// <summary>A file system of a few MiB in memory, unmounted at the end.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public static SmallDisk Mount(int mebibytes)
    {
        var path = Directory.CreateTempSubdirectory("eg-small-disk-").FullName;
        Assert.Equal(0, Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", path));
        return new SmallDisk(path);
    }

    /// <summary>Tries it.</summary>
    public static bool CanMount()
    {
        var path = Directory.CreateTempSubdirectory("eg-small-disk-").FullName;
        var canMount = Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", path) == 0 && Run("umount", path) == 0;
        Directory.Delete(path);
        return canMount;
    }

    /// <summary>Takes all the space that is left but some.</summary>
    public void Fill(int leave = 0) =>
        File.WriteAllBytes(System.IO.Path.Combine(Path, "filler"), new byte[new DriveInfo(Path).AvailableFreeSpace - leave]);

    public void Free() => File.Delete(System.IO.Path.Combine(Path, "filler"));

    public void Dispose()
    {
        Run("umount", Path);
        Directory.Delete(Path, recursive: true);
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
