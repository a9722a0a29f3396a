using System.Diagnostics;
using ElasticGrains.Kernels.Inputs;
using ElasticGrains.Kernels.Text;
using Microsoft.Win32.SafeHandles;

namespace ElasticGrains.Cli.Bench;

/// <summary>
/// What a programmer would write by hand against the grid's word count: one file, two threads, half of the bytes each, cut at a
/// border of words, a table per thread, one merge. No ranges, no commits, no verification. It shares the scanner and the table of
/// <see cref="WordCountKernel"/>, so what a comparison shows is the cost of the grid.
/// </summary>
internal static class WordCountControl
{
    private const int Threads = 2;
    private const int Margin = ManifestReader.Margin;

    // Larger reads than the kernel's gain nothing: the buffer no longer stays in the cache between reading and scanning.
    private const int Chunk = ManifestReader.MaxChunk;

    /// <summary>Counts the words of the file at <paramref name="path"/> under <see cref="WordRule.Ascii"/>, cut at 1,024 bytes.</summary>
    /// <returns>The number of words, of different words, and how long it took from opening the file to the merged table.</returns>
    public static (long Words, long Distinct, TimeSpan Elapsed) Run(string path)
    {
        var started = Stopwatch.GetTimestamp();
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
        var length = RandomAccess.GetLength(file);
        var tallies = new WordTally[Threads];
        var workers = Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            tallies[i] = new WordTally();
            Count(file, length * i / Threads, length * (i + 1) / Threads, length, tallies[i]);
        })).ToArray();
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        tallies[0].Merge(tallies[1]);
        return (tallies[0].Words, tallies[0].Distinct, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Counts the words that begin in <c>[at, end)</c>.</summary>
    private static void Count(SafeFileHandle file, long at, long end, long length, WordTally tally)
    {
        const int Ahead = WordCountKernel.MaxWord + AsciiWordScanner.Behind;
        var buffer = new byte[Margin + Chunk + Ahead + Margin];
        while (at < end)
        {
            var behind = (int)Math.Min(AsciiWordScanner.Behind, at);
            var owned = (int)Math.Min(Chunk, end - at);
            var wanted = behind + (int)Math.Min(owned + Ahead, length - at);
            var into = buffer.AsSpan(Margin - behind, wanted);
            buffer.AsSpan(0, Margin - behind).Clear();
            Read(file, into, at - behind);
            buffer.AsSpan(Margin - behind + wanted).Clear();
            AsciiWordScanner.Scan(buffer, Margin, Margin + owned, WordCountKernel.MaxWord, tally);
            at += owned;
        }
    }

    private static void Read(SafeFileHandle file, Span<byte> into, long offset)
    {
        while (RandomAccess.Read(file, into, offset) is var read && read < into.Length)
        {
            into = read > 0 ? into[read..] : throw new EndOfStreamException();
            offset += read;
        }
    }
}
