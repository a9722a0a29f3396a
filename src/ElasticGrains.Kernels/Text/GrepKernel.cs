using System.Text;
using ElasticGrains.Kernels.Inputs;

namespace ElasticGrains.Kernels.Text;

/// <summary>
/// Finds the lines of files that contain a text or match a regular expression; an item is a byte of the concatenated files. A line
/// belongs to the range in which it begins, ends at a line feed or the end of its file, and is known by its offset.
/// </summary>
public sealed class GrepKernel : RangeKernel<GrepInput, GrepTally, GrepResult>
{
    /// <summary>How many bytes of a line are shown.</summary>
    public const int ShownBytes = 200;

    private const int MaxPatternBytes = 4096;
    private const int MaxMatches = 10_000;
    private const int MaxLineBytes = 64 * 1024 * 1024;

    /// <inheritdoc/>
    public override IPartialCodec<GrepTally> Codec => GrepTallyCodec.Instance;

    /// <inheritdoc/>
    public override long Count(GrepInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ManifestIndex.Of(input.Files).Length;
    }

    /// <inheritdoc/>
    public override void Validate(GrepInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var problems = new List<string>();
        Require(input.Pattern.Length > 0, "The pattern is empty; give a text to look for.", problems);
        Require(!input.Pattern.Contains('\n', StringComparison.Ordinal), "The pattern has a line feed; lines are searched one by one.", problems);
        Require(Encoding.UTF8.GetByteCount(input.Pattern) <= MaxPatternBytes, $"The pattern has more than {MaxPatternBytes:N0} bytes; give a shorter one.", problems);
        Require(input.MaxMatches is >= 0 and <= MaxMatches, $"MaxMatches is {input.MaxMatches}; give 0 to {MaxMatches:N0}.", problems);
        Require(input.MaxLineBytes is >= 1 and <= MaxLineBytes, $"MaxLineBytes is {input.MaxLineBytes}; give 1 to {MaxLineBytes:N0}.", problems);
        if (input.Regex)
        {
            RequireRegex(input, problems);
        }

        if (problems.Count > 0)
        {
            throw new KernelInputException(string.Join(" ", problems));
        }
    }

    /// <inheritdoc/>
    public override GrepTally Identity() => new();

    /// <inheritdoc/>
    public override GrepTally Compute(GrepInput input, ItemRange range) => Extend(input, Identity(), range);

    /// <inheritdoc/>
    public override GrepTally Extend(GrepInput input, GrepTally soFar, ItemRange range)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(soFar);
        if (range.IsEmpty)
        {
            return soFar;
        }

        soFar.Keep = input.MaxMatches;
        soFar.Bytes += range.Length;
        if (input.Regex)
        {
            SearchRegex(input, soFar, range);
        }
        else
        {
            SearchText(input, soFar, range);
        }

        return soFar;
    }

    /// <inheritdoc/>
    public override GrepTally Combine(GrepTally left, GrepTally right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        left.Append(right);
        return left;
    }

    /// <inheritdoc/>
    public override long SizeOf(GrepTally partial)
    {
        ArgumentNullException.ThrowIfNull(partial);
        return partial.SizeInBytes;
    }

    /// <inheritdoc/>
    public override GrepResult Finish(GrepInput input, GrepTally whole)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(whole);
        var matches = whole.First.Select(line => new GrepMatch(input.Files.Files[line.File].Path, line.Offset, Encoding.UTF8.GetString(line.Text)));
        return new GrepResult(whole.MatchingLines, [.. matches], whole.Lines, whole.Bytes);
    }

    /// <inheritdoc/>
    public override bool TryPreview(GrepInput input, GrepTally soFar, out GrepResult preview)
    {
        preview = Finish(input, soFar);
        return true;
    }

    /// <summary>What is shown of a line: its beginning, without the line's end.</summary>
    internal static ReadOnlySpan<byte> Shown(ReadOnlySpan<byte> line)
    {
        var shown = line[..Math.Min(line.Length, ShownBytes)];
        var end = shown.IndexOf((byte)'\n');
        shown = end < 0 ? shown : shown[..end];
        return shown.EndsWith((byte)'\r') ? shown[..^1] : shown;
    }

    private static void SearchText(GrepInput input, GrepTally soFar, ItemRange range)
    {
        using var search = new LiteralSearch(input, soFar);
        int file;
        using (var reader = search.Open(input, range))
        {
            while (reader.Read())
            {
                search.Search(reader);
            }

            file = reader.File;
        }

        var end = ManifestIndex.Of(input.Files).StartOf(file + 1);
        if (!search.IsOpen || end == range.End)
        {
            return;
        }

        using var rest = search.Open(input, new ItemRange(range.End, end));
        while (rest.Read() && search.SearchRest(rest))
        {
        }
    }

    private static void SearchRegex(GrepInput input, GrepTally soFar, ItemRange range)
    {
        using var search = new RegexSearch(input, soFar);
        using var reader = search.Open(range);
        while (reader.Read())
        {
            search.Search(reader);
        }
    }

    private static void RequireRegex(GrepInput input, List<string> problems)
    {
        try
        {
            RegexSearch.Compile(input);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            problems.Add($"The regular expression cannot be used: {error.Message}");
        }
    }

    private static void Require(bool holds, string problem, List<string> problems)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}
