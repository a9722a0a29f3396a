using System.Text;
using System.Text.Unicode;

namespace ElasticGrains.Kernels.Text;

/// <summary>
/// Where well-formed UTF-8 sequences lie. Whether a byte is part of one depends on three bytes to either side at most, so it can be
/// said of every byte of a file without knowing where a range was cut.
/// </summary>
internal static class Utf8Shape
{
    /// <summary>Bytes needed before a chunk.</summary>
    public const int Behind = 3;

    /// <summary>Bytes needed behind a chunk.</summary>
    public const int Ahead = 3;

    // Damage is searched byte by byte only in pieces that have some.
    private const int Piece = 4096;

    /// <summary>The number of bytes of <c>buffer[start..end]</c> that are not part of a well-formed sequence.</summary>
    /// <param name="buffer">The bytes, with their neighbours (or zeros) around them.</param>
    /// <param name="start">The first byte.</param>
    /// <param name="end">The end.</param>
    public static long CountInvalid(ReadOnlySpan<byte> buffer, int start, int end)
    {
        if (Ascii.IsValid(buffer[start..end]))
        {
            return 0;
        }

        var first = FirstBoundary(buffer, start);
        var last = FirstBoundary(buffer, end);
        if (first >= last || Utf8.IsValid(buffer[first..last]))
        {
            return 0;
        }

        if (end - start <= Piece)
        {
            return CountBytewise(buffer, first, end);
        }

        var invalid = 0L;
        for (var at = start; at < end; at += Piece)
        {
            invalid += CountInvalid(buffer, at, Math.Min(at + Piece, end));
        }

        return invalid;
    }

    /// <summary>The end of the well-formed sequence that reaches over <paramref name="at"/>, or <paramref name="at"/> itself.</summary>
    public static int FirstBoundary(ReadOnlySpan<byte> buffer, int at)
    {
        for (var lead = at; lead >= at - Behind; lead--)
        {
            if (!IsContinuation(buffer[lead]))
            {
                var length = LengthAt(buffer, lead);
                return lead < at && lead + length > at ? lead + length : at;
            }
        }

        return at;
    }

    /// <summary>The length of the well-formed sequence that begins at <paramref name="at"/>, or 0.</summary>
    public static int LengthAt(ReadOnlySpan<byte> buffer, int at) =>
        Rune.DecodeFromUtf8(buffer[at..], out _, out var length) == System.Buffers.OperationStatus.Done ? length : 0;

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;

    private static long CountBytewise(ReadOnlySpan<byte> buffer, int first, int end)
    {
        var invalid = 0L;
        for (var at = first; at < end;)
        {
            var length = LengthAt(buffer, at);
            if (length == 0)
            {
                invalid++;
            }

            at += Math.Max(length, 1);
        }

        return invalid;
    }
}
