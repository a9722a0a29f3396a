using System.Globalization;
using ElasticGrains.Inputs;
using Microsoft.Win32.SafeHandles;

namespace ElasticGrains.Kernels.Inputs;

/// <summary>Opens files and tells whether they are what they were at submit.</summary>
internal static class InputFileCheck
{
    public static SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KernelInputException($"'{path}' does not exist here; check the path, or put the file where every silo can read it.", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new KernelInputException(
                Directory.Exists(path)
                    ? $"'{path}' is a directory; name its files, for example '{Path.Combine(path, "**", "*")}'."
                    : $"'{path}' cannot be read: permission denied; allow this user to read it.",
                error);
        }
    }

    /// <summary>Describes an open file as a manifest does.</summary>
    public static InputFile Describe(string path, SafeFileHandle handle)
    {
        long length;
        try
        {
            length = RandomAccess.GetLength(handle);
        }
        catch (NotSupportedException error)
        {
            throw new KernelInputException($"'{path}' is a pipe, which cannot be read twice nor from the middle; write it to a file first.", error);
        }

        return new InputFile(path, length, File.GetLastWriteTimeUtc(handle).Ticks, FileFingerprint.Of(handle, length));
    }

    /// <exception cref="KernelInputException">The length or the time of the last write is another one.</exception>
    public static void VerifyUnchanged(SafeFileHandle handle, InputFile file)
    {
        var length = RandomAccess.GetLength(handle);
        if (length != file.Length)
        {
            throw Changed(file, $"was {Count(file.Length)} bytes when the job was submitted, is {Count(length)} now");
        }

        var modified = File.GetLastWriteTimeUtc(handle);
        if (modified.Ticks != file.ModifiedTicks)
        {
            throw Changed(file, $"was written at {Time(new DateTime(file.ModifiedTicks, DateTimeKind.Utc))} when the job was submitted, at {Time(modified)} since");
        }
    }

    /// <exception cref="KernelInputException">The first or the last 64 KiB are others.</exception>
    public static void VerifyFingerprint(SafeFileHandle handle, InputFile file)
    {
        if (FileFingerprint.Of(handle, file.Length) != file.Fingerprint)
        {
            throw Changed(file, "has other contents than when the job was submitted, with the same length and time");
        }
    }

    /// <summary>Reads exactly <paramref name="into"/>.</summary>
    /// <exception cref="KernelInputException">The file ends earlier than at submit.</exception>
    public static void ReadExactly(SafeFileHandle handle, Span<byte> into, long offset, string path)
    {
        while (!into.IsEmpty)
        {
            var read = RandomAccess.Read(handle, into, offset);
            if (read == 0)
            {
                throw new KernelInputException($"'{path}' ends at byte {Count(offset)}, earlier than when the job was submitted; submit a new job.");
            }

            into = into[read..];
            offset += read;
        }
    }

    private static KernelInputException Changed(InputFile file, string what) => new($"'{file.Path}' {what}; submit a new job.");

    private static string Count(long bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
