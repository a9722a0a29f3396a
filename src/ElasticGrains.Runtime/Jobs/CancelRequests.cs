using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>
/// The cancellations that somebody without a line to a job's grain has asked the ledger for. Read for all jobs of the silo at once, and only
/// while there are jobs that look: thousands of them must not ask one by one.
/// </summary>
internal sealed class CancelRequests(IJobLedger ledger, TimeProvider time, ILogger<CancelRequests> logger)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(200);

    private volatile IReadOnlyDictionary<string, string> _reasons = new Dictionary<string, string>();
    private long _readAt;
    private int _isReading;

    /// <summary>Why the job is to end, as far as the ledger said a moment ago; null when nobody wants it.</summary>
    public string? Of(string jobId)
    {
        if (time.GetElapsedTime(Volatile.Read(ref _readAt)) >= Fresh && Interlocked.Exchange(ref _isReading, 1) == 0)
        {
            ReadAsync().Forget(logger);
        }

        return _reasons.GetValueOrDefault(jobId);
    }

    private async Task ReadAsync()
    {
        try
        {
            _reasons = await ledger.ReadCancelRequestsAsync();
        }
        finally
        {
            Volatile.Write(ref _readAt, time.GetTimestamp());
            Volatile.Write(ref _isReading, 0);
        }
    }
}
