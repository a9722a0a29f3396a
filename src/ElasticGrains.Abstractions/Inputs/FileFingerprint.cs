using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace ElasticGrains.Inputs;

/// <summary>What tells a file from another one of the same length and time, see <see cref="InputFile.Fingerprint"/>.</summary>
internal static class FileFingerprint
{
    // Both ends of a file, where formats keep what changes: headers, indexes, appended records.
    private const int EndBytes = 64 * 1024;

    /// <summary>The fingerprint of an open file. Reads 128 KiB at most.</summary>
    /// <param name="handle">The file.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string Of(SafeFileHandle handle, long length)
    {
        var hash = new XxHash3();
        var buffer = ArrayPool<byte>.Shared.Rent(EndBytes);
        try
        {
            foreach (var (offset, count) in Ends(length))
            {
                // A file that shrinks in between is told apart by its length; here it only must not fail otherwise.
                var read = RandomAccess.Read(handle, buffer.AsSpan(0, count), offset);
                hash.Append(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture);
    }

    private static (long Offset, int Count)[] Ends(long length)
    {
        var head = (int)Math.Min(length, EndBytes);
        var tail = (int)Math.Min(length - head, EndBytes);
        return [(0, head), (length - tail, tail)];
    }
}
