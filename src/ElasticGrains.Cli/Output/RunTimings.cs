namespace ElasticGrains.Cli.Output;

/// <summary>Where the time went, in seconds.</summary>
/// <param name="StartSeconds">From the start of this process until the grid took the job; 0 when nothing was run.</param>
/// <param name="RunSeconds">From there to the outcome; for a job that had ended before, from acceptance to end.</param>
/// <param name="TotalSeconds">All of this process until it printed.</param>
internal sealed record RunTimings(double StartSeconds, double RunSeconds, double TotalSeconds);
