namespace ElasticGrains.Kernels.Text;

/// <summary>The partial of <see cref="GrepKernel"/>: counts, and the first matching lines.</summary>
public sealed class GrepTally
{
    // A file number, an offset and a length as they are encoded, at most about.
    private const int EntryBytes = 16;

    internal GrepTally()
    {
    }

    /// <summary>The number of lines that match.</summary>
    public long MatchingLines { get; internal set; }

    /// <summary>The number of lines.</summary>
    public long Lines { get; internal set; }

    /// <summary>The number of bytes read.</summary>
    public long Bytes { get; internal set; }

    /// <summary>The approximate size in bytes.</summary>
    public long SizeInBytes => First.Sum(line => (long)line.Text.Length + EntryBytes);

    /// <summary>How many matching lines to keep; 0 in the neutral partial, which does not know the input.</summary>
    internal int Keep { get; set; }

    internal List<FoundLine> First { get; } = [];

    internal void Add(int file, long offset, ReadOnlySpan<byte> text)
    {
        MatchingLines++;
        if (First.Count < Keep)
        {
            First.Add(new FoundLine(file, offset, text.ToArray()));
        }
    }

    internal void Append(GrepTally right)
    {
        MatchingLines += right.MatchingLines;
        Lines += right.Lines;
        Bytes += right.Bytes;
        Keep = Math.Max(Keep, right.Keep);
        First.AddRange(right.First.Take(Keep - First.Count));
    }

    internal readonly record struct FoundLine(int File, long Offset, byte[] Text);
}
