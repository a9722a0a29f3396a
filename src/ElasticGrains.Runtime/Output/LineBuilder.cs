using System.Text;
using ElasticGrains.Diagnostics;

namespace ElasticGrains.Runtime.Output;

/// <summary>The beginning of a line whose end was not written yet; as much of it as is kept.</summary>
internal sealed class LineBuilder(int most)
{
    private readonly StringBuilder _text = new();
    private long _cut;

    /// <summary>True when nothing of the line was written yet.</summary>
    public bool IsEmpty => _text.Length == 0;

    public void Append(ReadOnlySpan<char> text)
    {
        var room = most - _text.Length;
        _cut += Math.Max(0, text.Length - room);
        _text.Append(text.Length > room ? text[..room] : text);
    }

    /// <summary>The line; the next begins.</summary>
    public string Take()
    {
        if (_cut > 0 && char.IsHighSurrogate(_text[^1]))
        {
            _text.Length--;
            _cut++;
        }
        else if (_cut == 0 && _text is [.., '\r'])
        {
            _text.Length--;
        }

        var line = _cut > 0 ? _text.Append(Excerpt.Mark(_cut)).ToString() : _text.ToString();
        _text.Clear();
        _cut = 0;
        return line;
    }
}
