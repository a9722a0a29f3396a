using System.Globalization;
using ElasticGrains.Ledger;

namespace ElasticGrains.Runtime.Output;

/// <summary>
/// What one attempt writes, made into lines. A kernel may write from several threads. Nothing is allocated before the first character.
/// </summary>
internal sealed class AttemptOutput(string jobId, Func<(int Shard, long Attempt)> where, OutputWriter writer, OutputLimits limits, TimeProvider time) : IDisposable
{
    private static readonly AsyncLocal<AttemptOutput?> Here = new();

    private readonly Lock _gate = new();
    private LineBuilder?[]? _begun;
    private (int Shard, long Attempt) _at;
    private long _bytes;
    private bool _hasWritten;
    private bool _isAttemptFull;
    private bool _isLogFull;
    private bool _isClosed;
    private long _dropped;
    private (int Shard, long Attempt) _droppedAt;
    private string _why = "";

    /// <summary>That of the kernel that runs on this thread, or started what does; null elsewhere.</summary>
    public static AttemptOutput? Current => Here.Value;

    public string JobId => jobId;

    /// <summary>Takes what this thread writes from now on.</summary>
    public AttemptOutput Open()
    {
        Here.Value = this;
        return this;
    }

    public void Write(LogStream stream, ReadOnlySpan<char> text) => Write(stream, text, endsLine: false);

    public void WriteLine(LogStream stream, ReadOnlySpan<char> text) => Write(stream, text, endsLine: true);

    /// <summary>Lines that were taken but could not be kept.</summary>
    /// <param name="lines">How many.</param>
    /// <param name="why">Why, to follow a colon.</param>
    /// <param name="isFull">True when the log takes none any more.</param>
    public void NotKept(int lines, string why, bool isFull)
    {
        lock (_gate)
        {
            _isLogFull |= isFull;
            Drop(lines, why);
            if (_isClosed)
            {
                SayDropped();
            }
        }
    }

    /// <summary>The attempt is over; what has no end yet is a line all the same.</summary>
    public void Dispose()
    {
        Here.Value = null;
        lock (_gate)
        {
            EndLines();
            SayDropped();
            _isClosed = true;
            if (_hasWritten)
            {
                writer.AttemptEnded();
            }
        }
    }

    private void Write(LogStream stream, ReadOnlySpan<char> text, bool endsLine)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                // Something that the kernel started has outlived it.
                return;
            }

            MoveTo(where());
            var line = (_begun ??= new LineBuilder?[(int)LogStream.Notice])[(int)stream] ??= new LineBuilder(limits.LineLength);
            for (var end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n'))
            {
                line.Append(text[..end]);
                Keep(stream, line.Take());
                text = text[(end + 1)..];
            }

            line.Append(text);
            if (endsLine)
            {
                Keep(stream, line.Take());
            }
        }
    }

    /// <summary>A line belongs to the shard in which it begins, and each has its own limit.</summary>
    private void MoveTo((int Shard, long Attempt) at)
    {
        if (at != _at)
        {
            EndLines();
            (_at, _bytes, _isAttemptFull) = (at, 0, false);
        }
    }

    private void EndLines()
    {
        for (var stream = 0; stream < _begun?.Length; stream++)
        {
            if (_begun[stream] is { IsEmpty: false } line)
            {
                Keep((LogStream)stream, line.Take());
            }
        }
    }

    private void Keep(LogStream stream, string text)
    {
        _hasWritten = true;
        _bytes += LogLine.BytesOf(text);
        _isAttemptFull |= _bytes > limits.AttemptBytes;
        if (_isLogFull)
        {
            Drop(1, OutputWriter.LogIsFull(limits));
        }
        else if (_isAttemptFull)
        {
            Drop(1, $"of an attempt at a shard {OutputWriter.Size(limits.AttemptBytes)} are kept");
        }
        else if (!writer.HasRoom)
        {
            Drop(1, "they came faster than the ledger took them");
        }
        else
        {
            SayDropped();
            writer.Add(this, new LogLine(_at.Shard, _at.Attempt, time.GetUtcNow(), stream, text));
        }
    }

    private void Drop(int lines, string why)
    {
        if (_dropped == 0)
        {
            (_droppedAt, _why) = (_at, why);
        }

        _dropped += lines;
    }

    private void SayDropped()
    {
        if (_dropped > 0)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"… {_dropped:N0} {(_dropped == 1 ? "line" : "lines")} dropped: {_why}");
            writer.Add(this, new LogLine(_droppedAt.Shard, _droppedAt.Attempt, time.GetUtcNow(), LogStream.Notice, text));
            _dropped = 0;
        }
    }
}
