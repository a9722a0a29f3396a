namespace ElasticGrains.Cli.Chaos;

/// <summary>What the attempts of all jobs of a run came to.</summary>
/// <param name="Jobs">How many jobs.</param>
/// <param name="Granted">Attempts.</param>
/// <param name="Adopted">How often one was taken over by a new writer.</param>
/// <param name="Lost">Those whose silo or slot was gone.</param>
/// <param name="Failed">Those that failed.</param>
/// <param name="Moved">Those that gave up the rest, which went on elsewhere.</param>
/// <param name="Writers">How often a job got another writer than its first.</param>
/// <param name="WithoutCommit">The longest time between two commits of the run, whatever job's.</param>
internal sealed record AttemptTotals(int Jobs, int Granted, int Adopted, int Lost, int Failed, int Moved, int Writers, TimeSpan WithoutCommit);
