namespace ElasticGrains.Cli.Bench;

/// <summary>Items that take time, not processors: what is measured is the grid, also where many slots share few processors.</summary>
/// <param name="Items">How many.</param>
/// <param name="Milliseconds">The time of each.</param>
/// <param name="Traces">A directory where every beginning and end of an item is written down.</param>
internal sealed record WaitingInput(long Items, int Milliseconds, string Traces);
