using ElasticGrains.Ledger;

namespace ElasticGrains.Runtime.Tests.Support;

/// <summary>A job log in memory, for one job, which may have trouble.</summary>
public sealed class RecordingLog : IJobLog
{
    private readonly Lock _gate = new();
    private readonly List<LogLine> _lines = [];

    /// <summary>What appending throws at present; null when it does not.</summary>
    public Exception? Trouble { get; set; }

    /// <summary>How often lines were appended.</summary>
    public int Appends { get; private set; }

    public IReadOnlyList<LogLine> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    public IEnumerable<string> Texts => Lines.Select(line => line.Text);

    public Task<int> AppendAsync(string jobId, IReadOnlyList<LogLine> lines, long mostBytes, CancellationToken cancellationToken = default)
    {
        if (Trouble is { } trouble)
        {
            return Task.FromException<int>(trouble);
        }

        lock (_gate)
        {
            Appends++;
            var total = _lines.Sum(line => line.Bytes);
            var kept = lines.Where(line => (total += line.Bytes) <= mostBytes || line.Stream == LogStream.Notice).ToList();
            _lines.AddRange(kept);
            return Task.FromResult(kept.Count(line => line.Stream != LogStream.Notice));
        }
    }

    public Task<IReadOnlyList<LogLine>> ReadAsync(string jobId, LogQuery query, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
