using ElasticGrains.Cli.Clusters;

namespace ElasticGrains.Cli.Top;

/// <summary>A cluster at one moment.</summary>
/// <param name="Cluster">Its name.</param>
/// <param name="At">When.</param>
/// <param name="Silos">Those that are there.</param>
/// <param name="Jobs">Those that have not ended, the earliest accepted first, then those that ended last.</param>
/// <param name="Waiting">Jobs that have not ended.</param>
/// <param name="Ended">Jobs that have.</param>
internal sealed record TopLook(string Cluster, DateTimeOffset At, IReadOnlyList<SiloView> Silos, IReadOnlyList<TopJob> Jobs, int Waiting, int Ended);
