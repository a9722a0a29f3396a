using System.Globalization;
using System.Text;
using ElasticGrains.Kernels.Text;

namespace ElasticGrains.Cli.Chaos.Workloads;

/// <summary>A text of chance, with a few words often and many rarely, and what a count of its words must come to.</summary>
internal sealed record GeneratedText(string Path, long Words, long Distinct, long Bytes, IReadOnlyList<WordEntry> Top)
{
    private const int Vocabulary = 20_000;
    private const int WordsPerLine = 12;
    private const int TopCount = 20;

    /// <summary>Writes one of that many words.</summary>
    public static GeneratedText Write(string path, int words, int seed)
    {
        var random = new Random(seed);
        var counts = new int[Vocabulary];
        using (var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16))
        {
            for (var number = 1; number <= words; number++)
            {
                // A power prefers small numbers, as a language prefers some of its words.
                var word = (int)(Vocabulary * Math.Pow(random.NextDouble(), 3));
                counts[word]++;
                writer.Write(Spell(word));
                writer.Write(number % WordsPerLine == 0 ? '\n' : ' ');
            }
        }

        var entries = counts.Select((count, word) => new WordEntry(Spell(word), count)).Where(entry => entry.Count > 0).ToList();
        var top = entries.OrderByDescending(entry => entry.Count).ThenBy(entry => entry.Word, StringComparer.Ordinal).Take(TopCount).ToList();
        return new GeneratedText(path, words, entries.Count, new FileInfo(path).Length, top);
    }

    private static string Spell(int word) => string.Create(CultureInfo.InvariantCulture, $"w{word}");
}
