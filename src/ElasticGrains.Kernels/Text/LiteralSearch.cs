using System.Buffers;
using System.Text;
using ElasticGrains.Kernels.Inputs;

namespace ElasticGrains.Kernels.Text;

/// <summary>
/// Looks for a text in the lines that begin in a range, chunk by chunk. It jumps from match to match and looks for borders of lines
/// only around them; a line of any length is streamed, and one that began before the range is skipped to its end.
/// </summary>
internal sealed class LiteralSearch : IDisposable
{
    private const int Start = ManifestReader.Margin;
    private const byte NewLine = (byte)'\n';

    private readonly GrepTally _tally;
    private readonly byte[] _needle;
    private readonly byte[]? _lowered;

    // The line that goes on into the next chunk, if it is ours: it began in the range and has no match yet.
    private bool _open;
    private int _openFile;
    private long _openOffset;
    private byte[] _openText = [];

    public LiteralSearch(GrepInput input, GrepTally tally)
    {
        _tally = tally;
        _needle = Encoding.UTF8.GetBytes(input.Pattern);
        if (input.IgnoreCase)
        {
            AsciiCase.Lower(_needle, _needle);
            _lowered = ArrayPool<byte>.Shared.Rent(Start + ManifestReader.MaxChunk + Ahead + ManifestReader.Margin);
        }
    }

    /// <summary>True when the last line of the range goes on and may still match.</summary>
    public bool IsOpen => _open;

    private int Ahead => Math.Max(_needle.Length - 1, GrepKernel.ShownBytes);

    public ManifestReader Open(GrepInput input, ItemRange range) => new(input.Files, range, behind: 1, Ahead);

    public void Dispose()
    {
        if (_lowered is not null)
        {
            ArrayPool<byte>.Shared.Return(_lowered);
        }
    }

    /// <summary>Searches a chunk of the range.</summary>
    public void Search(ManifestReader chunk)
    {
        var bytes = chunk.Buffer;
        var end = chunk.End;
        var text = Folded(bytes);
        var atLineStart = chunk.FileOffset == 0 || bytes[Start - 1] == NewLine;
        _tally.Lines += bytes[(Start - 1)..(end - 1)].Count(NewLine) + (chunk.FileOffset == 0 ? 1 : 0);
        var at = Start;
        if (atLineStart)
        {
            _open = false;
        }
        else if (!_open)
        {
            // Not ours, or counted already.
            at = AfterNewLine(bytes, Start, end);
        }

        var line = at < end && (atLineStart || !_open) ? at : -1;
        while (at < end)
        {
            var match = Find(text, at, Math.Min(end + _needle.Length - 1, chunk.Available));
            var newLine = bytes[at..(match < 0 ? end : match)].LastIndexOf(NewLine);
            line = newLine >= 0 ? at + newLine + 1 : line;
            if (match < 0)
            {
                KeepOpen(chunk, line);
                return;
            }

            Found(chunk, line);
            _open = false;
            at = AfterNewLine(bytes, match, end);
            line = at;
        }
    }

    /// <summary>Searches a chunk behind the range for the rest of the open line; false when nothing more is to be seen.</summary>
    public bool SearchRest(ManifestReader chunk)
    {
        var bytes = chunk.Buffer;
        var newLine = bytes[Start..chunk.End].IndexOf(NewLine);
        var last = newLine < 0 ? Math.Min(chunk.End + _needle.Length - 1, chunk.Available) : Start + newLine;
        var matches = Find(Folded(bytes), Start, last) >= 0;
        if (matches)
        {
            Found(chunk, -1);
        }

        _open = !matches && newLine < 0;
        return _open;
    }

    private static int AfterNewLine(ReadOnlySpan<byte> bytes, int at, int end)
    {
        var newLine = bytes[at..end].IndexOf(NewLine);
        return newLine < 0 ? end : at + newLine + 1;
    }

    private ReadOnlySpan<byte> Folded(ReadOnlySpan<byte> bytes)
    {
        if (_lowered is null)
        {
            return bytes;
        }

        AsciiCase.Lower(bytes, _lowered);
        return _lowered.AsSpan(0, bytes.Length);
    }

    private int Find(ReadOnlySpan<byte> text, int at, int end)
    {
        var match = text[at..Math.Max(at, end)].IndexOf(_needle);
        return match < 0 ? -1 : at + match;
    }

    private void Found(ManifestReader chunk, int line)
    {
        if (line < 0)
        {
            _tally.Add(_openFile, _openOffset, _openText);
        }
        else
        {
            _tally.Add(chunk.File, chunk.FileOffset + line - Start, GrepKernel.Shown(chunk.Buffer[line..chunk.Available]));
        }
    }

    private void KeepOpen(ManifestReader chunk, int line)
    {
        if (line < 0)
        {
            return;
        }

        _open = line < chunk.End;
        if (_open)
        {
            (_openFile, _openOffset) = (chunk.File, chunk.FileOffset + line - Start);
            _openText = GrepKernel.Shown(chunk.Buffer[line..chunk.Available]).ToArray();
        }
    }
}
