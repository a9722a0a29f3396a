using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Top;

/// <summary>A job, and how many items were committed in a second since the last look; null at the first.</summary>
internal sealed record TopJob(JobEntry Job, double? PerSecond);
