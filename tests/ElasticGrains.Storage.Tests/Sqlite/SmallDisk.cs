using System.Diagnostics;

namespace ElasticGrains.Storage.Tests.Sqlite;

/// <summary>A file system of a few MiB in memory, unmounted at the end.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory;

    private SmallDisk(TemporaryDirectory directory) => _directory = directory;

    public string Path => _directory.Path;

    /// <summary>Null where this user may not mount.</summary>
    public static async Task<SmallDisk?> TryMountAsync(int mebibytes)
    {
        var directory = new TemporaryDirectory();
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
            && await RunAsync("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", directory.Path) == 0)
        {
            return new SmallDisk(directory);
        }

        directory.Dispose();
        return null;
    }

    /// <summary>Takes all the space that is left but some.</summary>
    public void Fill(int leave = 0) =>
        File.WriteAllBytes(System.IO.Path.Combine(Path, "filler"), new byte[new DriveInfo(Path).AvailableFreeSpace - leave]);

    public void Free() => File.Delete(System.IO.Path.Combine(Path, "filler"));

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", Path);
        _directory.Dispose();
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
