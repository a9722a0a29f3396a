namespace ElasticGrains.Cli.Bench;

/// <summary>One side of a comparison.</summary>
/// <param name="Name">What it is, in a few words.</param>
/// <param name="RunAsync">Does the work once and returns units per second.</param>
internal sealed record Arm(string Name, Func<CancellationToken, Task<double>> RunAsync);
