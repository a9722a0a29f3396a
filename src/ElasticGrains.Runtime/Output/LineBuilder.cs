using System.Text;

namespace ElasticGrains.Runtime.Output;

/// <summary>The beginning of a line whose end was not written yet; as much of it as is kept.</summary>
internal sealed class LineBuilder(int most)
{
    private readonly StringBuilder _text = new();
    private bool _isCut;

    /// <summary>True when nothing of the line was written yet.</summary>
    public bool IsEmpty => _text.Length == 0;

    public void Append(ReadOnlySpan<char> text)
    {
        var room = most - _text.Length;
        _isCut |= text.Length > room;
        _text.Append(text.Length > room ? text[..room] : text);
    }

    /// <summary>The line; the next begins.</summary>
    public string Take()
    {
        if (_isCut && char.IsHighSurrogate(_text[^1]))
        {
            _text.Length--;
        }
        else if (!_isCut && _text is [.., '\r'])
        {
            _text.Length--;
        }

        var line = _isCut ? _text.Append('…').ToString() : _text.ToString();
        _text.Clear();
        _isCut = false;
        return line;
    }
}
