using System.Collections.Frozen;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>
/// The cancellations that somebody without a line to a job's grain has asked the ledger for. Read for all jobs of the silo at once, and only
/// while there are jobs that look: thousands of them must not ask one by one.
/// </summary>
internal sealed class CancelRequests : IDisposable
{
    // Each reading asks the database, on every silo that has a job.
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    private readonly IJobLedger _ledger;
    private readonly TimeProvider _time;
    private readonly ITimer _read;
    private volatile Reading _last = new(long.MinValue, FrozenDictionary<string, string>.Empty);
    private long _endedAt;
    private int _isReading;

    // The timer reads: a grain that looks may be gone before the ledger answers.
    public CancelRequests(IJobLedger ledger, TimeProvider time, ILogger<CancelRequests> logger)
    {
        (_ledger, _time) = (ledger, time);
        _read = time.CreateTimer(_ => ReadAsync().Forget(logger), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _read.Dispose();

    /// <summary>
    /// Why the job is to end, as far as the ledger said a moment ago; null when nobody wants it. What was read before <paramref name="since"/>
    /// does not count: a job of that id may have been cancelled before this one began.
    /// </summary>
    public string? Of(string jobId, long since)
    {
        Latest();
        var last = _last;
        return last.BeganAt >= since ? last.Reasons.GetValueOrDefault(jobId) : null;
    }

    /// <summary>All that the ledger had a moment ago, by job.</summary>
    public IReadOnlyDictionary<string, string> Latest()
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _endedAt)) >= Fresh && Interlocked.Exchange(ref _isReading, 1) == 0)
        {
            _read.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        return _last.Reasons;
    }

    private async Task ReadAsync()
    {
        try
        {
            var began = _time.GetTimestamp();
            _last = new Reading(began, await _ledger.ReadCancelRequestsAsync());
        }
        finally
        {
            Volatile.Write(ref _endedAt, _time.GetTimestamp());
            Volatile.Write(ref _isReading, 0);
        }
    }

    private sealed record Reading(long BeganAt, IReadOnlyDictionary<string, string> Reasons);
}
