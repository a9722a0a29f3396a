namespace ElasticGrains.Storage;

/// <summary>What the blocks of a job come to.</summary>
/// <param name="JobId">The job, which may be forgotten.</param>
/// <param name="Blocks">How many there are.</param>
/// <param name="Bytes">Their bytes in all.</param>
public sealed record BlockUsage(string JobId, long Blocks, long Bytes);
