using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ElasticGrains.Kernels.Text;

/// <summary>Finds the words of <see cref="WordRule.Unicode"/>, a rune at a time.</summary>
internal static class UnicodeWordScanner
{
    /// <summary>Bytes needed before a chunk: an apostrophe (3 bytes) and a rune before it (4), each with its own look behind.</summary>
    public const int Behind = 16;

    /// <summary>Bytes needed behind the longest word: an apostrophe and the rune behind it.</summary>
    public const int Ahead = 8;

    // Lower-casing can make a rune of two bytes one of three.
    private const int MaxGrowth = 2;

    /// <summary>Counts the words that begin in <c>buffer[start..end]</c>.</summary>
    public static void Scan(ReadOnlySpan<byte> buffer, int start, int end, int maxLength, WordTally tally)
    {
        var lowered = ArrayPool<byte>.Shared.Rent((maxLength * MaxGrowth) + ShortWords.MaxLength);
        try
        {
            var at = Utf8Shape.FirstBoundary(buffer, start);
            if (IsInsideWord(buffer, at))
            {
                at = SkipWord(buffer, at, end);
            }

            while (at < end)
            {
                var (rune, length) = Decode(buffer, at);
                at = IsCore(rune) ? CountWord(buffer, at, maxLength, end, lowered, tally) : at + length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(lowered);
        }
    }

    private static bool IsCore(Rune rune) => rune.IsAscii
        ? char.IsAsciiLetterOrDigit((char)rune.Value)
        : Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsApostrophe(Rune rune) => rune.Value is '\'' or 0x2019;

    /// <summary>The rune at <paramref name="at"/>; a byte that is no UTF-8 reads as U+FFFD of length 1, which belongs to no word.</summary>
    private static (Rune Rune, int Length) Decode(ReadOnlySpan<byte> buffer, int at) =>
        Rune.DecodeFromUtf8(buffer[at..], out var rune, out var length) == OperationStatus.Done ? (rune, length) : (Rune.ReplacementChar, 1);

    /// <summary>The length of the word's rune at <paramref name="at"/>, which has a word before it; 0 when the word has ended.</summary>
    private static int Continue(ReadOnlySpan<byte> buffer, int at, out Rune rune)
    {
        (rune, var length) = Decode(buffer, at);
        var belongs = IsCore(rune) || (IsApostrophe(rune) && IsCore(Decode(buffer, at + length).Rune));
        return belongs ? length : 0;
    }

    /// <summary>True when a word that began before <paramref name="at"/> goes on there.</summary>
    private static bool IsInsideWord(ReadOnlySpan<byte> buffer, int at)
    {
        var (before, length) = DecodeBefore(buffer, at);
        return IsCore(before)
            ? Continue(buffer, at, out _) > 0
            : IsApostrophe(before) && IsCore(DecodeBefore(buffer, at - length).Rune) && IsCore(Decode(buffer, at).Rune);
    }

    private static (Rune Rune, int Length) DecodeBefore(ReadOnlySpan<byte> buffer, int at)
    {
        for (var length = 1; length <= 4; length++)
        {
            if (Utf8Shape.LengthAt(buffer, at - length) == length)
            {
                return (Decode(buffer, at - length).Rune, length);
            }
        }

        return (Rune.ReplacementChar, 1);
    }

    private static int SkipWord(ReadOnlySpan<byte> buffer, int at, int end)
    {
        for (int length; at < end && (length = Continue(buffer, at, out _)) > 0;)
        {
            at += length;
        }

        return at;
    }

    private static int CountWord(ReadOnlySpan<byte> buffer, int start, int maxLength, int end, byte[] lowered, WordTally tally)
    {
        var at = start;
        var written = 0;
        for (int length; (length = Continue(buffer, at, out var rune)) > 0; at += length)
        {
            if (at + length - start > maxLength)
            {
                tally.Overlong++;
                at = SkipWord(buffer, at, end);
                break;
            }

            written += Rune.ToLowerInvariant(rune).EncodeToUtf8(lowered.AsSpan(written));
        }

        tally.Add(ref MemoryMarshal.GetArrayDataReference(lowered), written);
        tally.Words++;
        return at;
    }
}
