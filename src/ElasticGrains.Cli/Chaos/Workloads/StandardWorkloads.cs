namespace ElasticGrains.Cli.Chaos.Workloads;

/// <summary>The standard workloads, made for a cluster and a length of time.</summary>
internal static class StandardWorkloads
{
    private const int Words = 4_000_000;
    private const int ManyShards = 2_000;
    private const int FewItems = 10;

    /// <param name="kind">Which.</param>
    /// <param name="directory">An empty directory for what it needs.</param>
    /// <param name="length">How long the run is.</param>
    /// <param name="slots">The slots of the cluster.</param>
    /// <param name="seed">Of texts.</param>
    public static Workload Create(WorkloadKind kind, string directory, TimeSpan length, int slots, int seed) => kind switch
    {
        WorkloadKind.Words => new WordsWorkload(GeneratedText.Write(Path.Combine(directory, "text.txt"), Words, seed)),
        WorkloadKind.Squares => new SquaresWorkload(kind, TimeSpan.FromSeconds(2), ManyShards, ManyShards, read: 20),
        WorkloadKind.Pi => new PiWorkload(),
        WorkloadKind.Waits => new WaitsWorkload(length, slots, Directory.CreateDirectory(Path.Combine(directory, "traces")).FullName),
        _ => new SquaresWorkload(kind, TimeSpan.FromMilliseconds(200), FewItems, shards: null, read: 1),
    };
}
