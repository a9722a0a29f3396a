using System.Globalization;
using ElasticGrains.Kernels;
using Microsoft.Win32.SafeHandles;

namespace ElasticGrains.Inputs;

/// <summary>A file, read by position and never mapped: a mapped file that shrinks ends the process.</summary>
internal sealed class FileContent : IInputContent
{
    private readonly InputFile _file;
    private readonly SafeFileHandle _handle;

    private FileContent(InputFile file, SafeFileHandle handle) => (_file, _handle) = (file, handle);

    public static FileContent Open(InputFile file) => new(file, OpenHandle(file.Path));

    /// <summary>Describes a file as a manifest does.</summary>
    public static InputFile Describe(string path)
    {
        using var handle = OpenHandle(path);
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

    public void Verify(bool fingerprint)
    {
        var length = RandomAccess.GetLength(_handle);
        if (length != _file.Length)
        {
            throw Changed($"was {Count(_file.Length)} bytes when the job was submitted, is {Count(length)} now");
        }

        var modified = File.GetLastWriteTimeUtc(_handle);
        if (modified.Ticks != _file.ModifiedTicks)
        {
            throw Changed($"was written at {Time(new DateTime(_file.ModifiedTicks, DateTimeKind.Utc))} when the job was submitted, at {Time(modified)} since");
        }

        if (fingerprint && FileFingerprint.Of(_handle, _file.Length) != _file.Fingerprint)
        {
            throw Changed("has other contents than when the job was submitted, with the same length and time");
        }
    }

    public void ReadExactly(Span<byte> into, long offset)
    {
        while (!into.IsEmpty)
        {
            var read = RandomAccess.Read(_handle, into, offset);
            if (read == 0)
            {
                throw Changed($"ends at byte {Count(offset)}, earlier than when the job was submitted");
            }

            into = into[read..];
            offset += read;
        }
    }

    public void Dispose() => _handle.Dispose();

    private static SafeFileHandle OpenHandle(string path)
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

    private KernelInputException Changed(string what) => new($"'{_file.Path}' {what}; submit a new job.");

    private static string Count(long bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
