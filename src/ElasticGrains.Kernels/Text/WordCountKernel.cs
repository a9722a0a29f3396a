using System.Text;
using ElasticGrains.Kernels.Inputs;

namespace ElasticGrains.Kernels.Text;

/// <summary>
/// Counts the words of files; an item is a byte of the concatenated files. A word belongs to the range in which it begins, and the
/// end of a file ends a word, so no cut can break one.
/// </summary>
/// <remarks>
/// Words longer than <see cref="MaxWord"/> bytes are cut and counted as overlong: a single word of any size takes bounded memory,
/// and a range that begins inside it does not read it again. Lower-casing under <see cref="WordRule.Unicode"/> is
/// <see cref="System.Text.Rune.ToLowerInvariant"/>.
/// </remarks>
public sealed class WordCountKernel : RangeKernel<WordCountInput, WordTally, WordCountResult>
{
    /// <summary>The longest word in bytes.</summary>
    public const int MaxWord = 1024;

    private const int MaxTop = 100_000;
    private const int Ahead = MaxWord + UnicodeWordScanner.Ahead;

    /// <inheritdoc/>
    public override string Name => "wordcount";

    /// <inheritdoc/>
    public override bool IsCommutative => true;

    /// <inheritdoc/>
    public override IPartialCodec<WordTally> Codec => WordTallyCodec.Instance;

    /// <inheritdoc/>
    public override long Count(WordCountInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ManifestIndex.Of(input.Files).Length;
    }

    /// <inheritdoc/>
    public override void Validate(WordCountInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Top is < 1 or > MaxTop)
        {
            throw new KernelInputException($"Top is {input.Top}; give 1 to {MaxTop:N0}.");
        }

        if (!Enum.IsDefined(input.Rule))
        {
            throw new KernelInputException($"Word rule {input.Rule} is unknown; give ascii or unicode.");
        }
    }

    /// <inheritdoc/>
    public override WordTally Identity() => new();

    /// <inheritdoc/>
    public override WordTally Compute(WordCountInput input, ItemRange range) => Extend(input, Identity(), range);

    /// <inheritdoc/>
    public override WordTally Extend(WordCountInput input, WordTally soFar, ItemRange range)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(soFar);
        using var reader = new ManifestReader(input.Files, range, UnicodeWordScanner.Behind, Ahead);
        while (reader.Read())
        {
            Scan(reader.Buffer, reader.End, reader.Available, input.Rule, soFar);
        }

        soFar.Bytes += range.Length;
        return soFar;
    }

    /// <inheritdoc/>
    public override WordTally Combine(WordTally left, WordTally right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);

        // Both are ours: the smaller one goes into the larger one.
        var (large, small) = left.Distinct >= right.Distinct ? (left, right) : (right, left);
        large.Merge(small);
        return large;
    }

    /// <inheritdoc/>
    public override WordTally CombineEncoded(WordTally soFar, ReadOnlySpan<byte> encoded)
    {
        ArgumentNullException.ThrowIfNull(soFar);
        WordTallyCodec.MergeInto(soFar, encoded);
        return soFar;
    }

    /// <inheritdoc/>
    public override long SizeOf(WordTally partial)
    {
        ArgumentNullException.ThrowIfNull(partial);
        return partial.SizeInBytes;
    }

    /// <inheritdoc/>
    public override WordCountResult Finish(WordCountInput input, WordTally whole)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(whole);
        return new WordCountResult(TopWords.Of(whole, input.Top), whole.Words, whole.Distinct, whole.Bytes, whole.InvalidBytes, whole.Overlong);
    }

    /// <inheritdoc/>
    public override bool TryPreview(WordCountInput input, WordTally soFar, out WordCountResult preview)
    {
        preview = Finish(input, soFar);
        return true;
    }

    /// <summary>Counts a chunk that begins at <see cref="ManifestReader.Margin"/>.</summary>
    internal static void Scan(Span<byte> buffer, int end, int available, WordRule rule, WordTally tally)
    {
        const int Start = ManifestReader.Margin;
        if (Ascii.IsValid(buffer[(Start - UnicodeWordScanner.Behind)..available]))
        {
            // Within ASCII the two rules are one.
            AsciiWordScanner.Scan(buffer, Start, end, MaxWord, tally);
            return;
        }

        tally.InvalidBytes += Utf8Shape.CountInvalid(buffer, Start, end);
        if (rule == WordRule.Unicode)
        {
            UnicodeWordScanner.Scan(buffer, Start, end, MaxWord, tally);
        }
        else
        {
            AsciiWordScanner.Scan(buffer, Start, end, MaxWord, tally);
        }
    }
}
