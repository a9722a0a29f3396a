using ElasticGrains.Inputs;
using ElasticGrains.Runtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Membership;

/// <summary>Forgets inputs that nobody has used for long enough, and uploads with which nobody went on.</summary>
internal sealed class UploadRetention(IUploadStore uploads, TimeProvider time, ILogger<UploadRetention> logger)
{
    /// <summary>Not at once: jobs that were left unfinished when the grid went down may read what nobody has used since.</summary>
    public static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private DateTimeOffset _next = time.GetUtcNow() + AfterStart;

    /// <summary>Does it when it is due.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        if (now < _next)
        {
            return;
        }

        _next = now + Pause;
        if (await uploads.CollectAsync(stop) is > 0 and var forgotten)
        {
            Log.InputsForgotten(logger, forgotten);
        }
    }
}
