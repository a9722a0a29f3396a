namespace ElasticGrains.Storage.Durable;

/// <summary>Blocks to which nothing refers, as of a snapshot.</summary>
/// <param name="Job">The key of their job, which has ended; null when it is not there any more.</param>
/// <param name="Sequence">The length of the history that does not refer to them: of a job that is opened again it is another one.</param>
/// <param name="Lengths">The blocks, with the length of each in bytes.</param>
internal sealed record OrphanBlocks(long? Job, long Sequence, IReadOnlyDictionary<long, long> Lengths)
{
    public static OrphanBlocks None { get; } = new(null, 0, new Dictionary<long, long>());
}
