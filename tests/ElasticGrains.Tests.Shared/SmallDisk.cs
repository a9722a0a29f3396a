using System.Diagnostics;

namespace ElasticGrains.Tests.Shared;

/// <summary>A file system of a few MiB in memory, unmounted at the end.</summary>
internal sealed class SmallDisk : IDisposable
{
    /// <summary>ENOSPC; off Windows an <see cref="IOException"/> carries the number of the system.</summary>
    private const int NoSpaceLeft = 28;

    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Filler => System.IO.Path.Combine(Path, "filler");

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

    /// <summary>Takes all the space there is, also from somebody who writes at the same time.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[Environment.SystemPageSize];
        try
        {
            while (true)
            {
                filler.Write(page);
            }
        }
        catch (IOException error) when (error.HResult == NoSpaceLeft)
        {
            // That is what was wanted.
        }
    }

    /// <summary>Takes all the space but some of a disk that nobody else writes to.</summary>
    public void FillBut(int bytes) => File.WriteAllBytes(Filler, new byte[new DriveInfo(Path).AvailableFreeSpace - bytes]);

    public void Free() => File.Delete(Filler);

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
