using Microsoft.Extensions.Logging;

namespace ElasticGrains.Embedded;

/// <summary>What an embedded grid logs. Ids: 1300.</summary>
internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Warning, "Job {Job} is not resumed and stays in the ledger as it is: {Reason}")]
    public static partial void JobNotResumed(ILogger logger, string job, string reason);
}
