using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using ElasticGrains.Kernels.Inputs;

namespace ElasticGrains.Kernels.Text;

/// <summary>Tries a regular expression on each line that begins in a range; linear in the line (no backtracking).</summary>
internal sealed class RegexSearch : IDisposable
{
    private const byte NewLine = (byte)'\n';

    // A compiled expression learns as it matches, so all slots share one per input.
    private static readonly ConditionalWeakTable<GrepInput, Regex> Known = [];

    private readonly GrepInput _input;
    private readonly GrepTally _tally;
    private readonly Regex _regex;
    private readonly char[] _line;

    public RegexSearch(GrepInput input, GrepTally tally)
    {
        (_input, _tally) = (input, tally);
        _regex = Known.GetValue(input, Compile);
        _line = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(input.MaxLineBytes));
    }

    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    /// <exception cref="NotSupportedException">The pattern needs backtracking.</exception>
    public static Regex Compile(GrepInput input) => new(
        input.Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (input.IgnoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));

    public ManifestReader Open(ItemRange range) =>
        new(_input.Files, range, behind: 1, ahead: _input.MaxLineBytes + 1, chunk: Math.Max(ManifestReader.MaxChunk, _input.MaxLineBytes));

    public void Dispose() => ArrayPool<char>.Shared.Return(_line);

    /// <exception cref="KernelInputException">A line is too long.</exception>
    public void Search(ManifestReader chunk)
    {
        ReadOnlySpan<byte> bytes = chunk.Buffer;
        var at = ManifestReader.Margin;
        if (chunk.FileOffset > 0 && bytes[at - 1] != NewLine)
        {
            var newLine = bytes[at..chunk.End].IndexOf(NewLine);
            at = newLine < 0 ? chunk.End : at + newLine + 1;
        }

        while (at < chunk.End)
        {
            var length = bytes[at..chunk.Available].IndexOf(NewLine);
            var offset = chunk.FileOffset + at - ManifestReader.Margin;
            var line = bytes[at..(length < 0 ? chunk.Available : at + length)];
            if (line.Length > _input.MaxLineBytes)
            {
                throw TooLong(chunk.File, offset);
            }

            _tally.Lines++;
            if (IsMatch(line))
            {
                _tally.Add(chunk.File, offset, GrepKernel.Shown(line));
            }

            at += line.Length + 1;
        }
    }

    private bool IsMatch(ReadOnlySpan<byte> line)
    {
        var ended = line.EndsWith((byte)'\r') ? line[..^1] : line;
        var length = Encoding.UTF8.GetChars(ended, _line);
        return _regex.IsMatch(_line.AsSpan(0, length));
    }

    private KernelInputException TooLong(int file, long offset) => new(
        $"'{_input.Files.Files[file].Path}' has a line of more than {_input.MaxLineBytes:N0} bytes at byte {offset:N0}; " +
        "search it for a text instead of a regular expression, or allow longer lines with MaxLineBytes.");
}
