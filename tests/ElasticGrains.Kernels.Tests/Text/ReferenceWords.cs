using System.Text;
using ElasticGrains.Kernels.Text;

namespace ElasticGrains.Kernels.Tests.Text;

/// <summary>The word rules said once more, a byte or a rune at a time over whole files, with strings and a dictionary.</summary>
internal static class ReferenceWords
{
    public static WordCountResult Count(IEnumerable<byte[]> files, WordRule rule, int top)
    {
        var all = files.ToArray();
        var words = all.SelectMany(file => rule == WordRule.Ascii ? AsciiWords(file) : UnicodeWords(file)).ToArray();
        var counts = words.GroupBy(word => Convert.ToHexString(word.Key)).ToDictionary(same => same.Key, same => (long)same.Count());
        var best = counts.OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal).Take(top)
            .Select(word => new WordEntry(Encoding.UTF8.GetString(Convert.FromHexString(word.Key)), word.Value)).ToArray();
        return new WordCountResult(
            best, words.Length, counts.Count, all.Sum(file => (long)file.Length), all.Sum(InvalidBytes), words.Count(word => word.Overlong));
    }

    private static IEnumerable<(byte[] Key, bool Overlong)> AsciiWords(byte[] file)
    {
        bool Core(int i) => i >= 0 && i < file.Length && (file[i] >= 0x80 || char.IsAsciiLetterOrDigit((char)file[i]));
        bool Word(int i) => Core(i) || (i >= 0 && i < file.Length && file[i] == '\'' && Core(i - 1) && Core(i + 1));
        for (var i = 0; i < file.Length; i++)
        {
            if (!Word(i))
            {
                continue;
            }

            var start = i;
            while (Word(i))
            {
                i++;
            }

            var word = file[start..i].Select(value => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value + 32) : value).ToArray();
            yield return (word.Take(WordCountKernel.MaxWord).ToArray(), word.Length > WordCountKernel.MaxWord);
        }
    }

    private static IEnumerable<(byte[] Key, bool Overlong)> UnicodeWords(byte[] file)
    {
        var runes = Runes(file).ToArray();
        bool Core(int i) => i >= 0 && i < runes.Length && runes[i] is { } rune &&
            (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune).ToString().EndsWith("Mark", StringComparison.Ordinal));
        bool Word(int i) => Core(i) || (i >= 0 && i < runes.Length && runes[i] is { Value: '\'' or 0x2019 } && Core(i - 1) && Core(i + 1));
        for (var i = 0; i < runes.Length; i++)
        {
            if (!Word(i))
            {
                continue;
            }

            var word = new List<Rune>();
            for (; Word(i); i++)
            {
                word.Add(runes[i]!.Value);
            }

            var kept = 0;
            var length = 0;
            while (kept < word.Count && length + word[kept].Utf8SequenceLength <= WordCountKernel.MaxWord)
            {
                length += word[kept++].Utf8SequenceLength;
            }

            var lowered = string.Concat(word.Take(kept).Select(Rune.ToLowerInvariant));
            yield return (Encoding.UTF8.GetBytes(lowered), kept < word.Count);
        }
    }

    private static long InvalidBytes(byte[] file) => Runes(file).Count(rune => rune is null);

    /// <summary>The runes, and a null for each byte that is part of none.</summary>
    private static IEnumerable<Rune?> Runes(byte[] file)
    {
        for (var i = 0; i < file.Length;)
        {
            var isRune = Rune.DecodeFromUtf8(file.AsSpan(i), out var rune, out var length) == System.Buffers.OperationStatus.Done;
            yield return isRune ? rune : null;
            i += isRune ? length : 1;
        }
    }
}
