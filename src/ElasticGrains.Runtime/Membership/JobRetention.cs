using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Membership;

/// <summary>Forgets jobs that ended long enough ago, so that the ledger does not grow for ever; never where <c>keep</c> is null.</summary>
internal sealed class JobRetention(IJobLedger ledger, TimeSpan? keep, TimeProvider time, ILogger<JobRetention> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private DateTimeOffset _next;

    /// <summary>Does it when it is due.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        if (keep is not { } age || now < _next)
        {
            return;
        }

        _next = now + Pause;
        var old = (await ledger.ListAsync(new JobQuery { HasEnded = true, Until = now - age }, stop)).Select(job => job.Id).ToList();
        if (old.Count > 0 && await ledger.PurgeAsync(old, stop) is > 0 and var purged)
        {
            Log.JobsPurged(logger, purged, age);
        }
    }
}
