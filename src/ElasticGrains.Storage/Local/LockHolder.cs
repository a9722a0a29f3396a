using System.Globalization;

namespace ElasticGrains.Storage.Local;

/// <summary>Finds who holds the write lock of a SQLite file.</summary>
internal static class LockHolder
{
    // sqlite.org/walformat.html, 2.3: the write lock is byte 120 of the shared-memory file.
    private const long WriteLockByte = 120;

    /// <summary>The process that holds the lock, or null where the system does not say.</summary>
    public static int? Of(string file)
    {
        try
        {
            var shared = Path.GetFullPath(file) + "-shm";
            return File.ReadLines("/proc/locks").Select(Holder).FirstOrDefault(pid => pid is { } known && HasOpen(known, shared));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // proc_locks(5): "1: POSIX  ADVISORY  WRITE 1234 08:01:5678 120 120".
    private static int? Holder(string line)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields is [_, "POSIX", _, "WRITE", var pid, _, var first, var last]
            && long.TryParse(first, CultureInfo.InvariantCulture, out var from) && from <= WriteLockByte
            && (!long.TryParse(last, CultureInfo.InvariantCulture, out var to) || to >= WriteLockByte)
            && int.TryParse(pid, CultureInfo.InvariantCulture, out var holder)
            ? holder
            : null;
    }

    private static bool HasOpen(int pid, string file)
    {
        try
        {
            return Directory.EnumerateFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fd"))
                .Any(link => new FileInfo(link).LinkTarget == file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
