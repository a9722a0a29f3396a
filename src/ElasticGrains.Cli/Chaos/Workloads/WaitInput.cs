namespace ElasticGrains.Cli.Chaos.Workloads;

/// <summary>What <see cref="WaitKernel"/> does.</summary>
/// <param name="Items">How many items.</param>
/// <param name="Milliseconds">How long each takes.</param>
/// <param name="Traces">A directory in which a byte is left for each time that an item was computed; null to leave none.</param>
public sealed record WaitInput(long Items, int Milliseconds, string? Traces)
{
    /// <summary>How often items were computed so far, those that were computed again included.</summary>
    internal static long Computed(string traces) => new DirectoryInfo(traces).EnumerateFiles().Sum(file => file.Length);
}
