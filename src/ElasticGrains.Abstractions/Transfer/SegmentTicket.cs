namespace ElasticGrains.Transfer;

/// <summary>Where other processes of the same machine and the same user find bytes in shared memory. Good for as long as whoever gave it holds them.</summary>
/// <param name="Machine">The machine, and its space of process ids: elsewhere the path means something else.</param>
/// <param name="Path">What to open.</param>
/// <param name="Target">What the path leads to while the ticket is good.</param>
/// <param name="Length">How many bytes.</param>
[GenerateSerializer, Immutable, Alias("eg.transfer.segment-ticket")]
public sealed record SegmentTicket([property: Id(0)] string Machine, [property: Id(1)] string Path, [property: Id(2)] string Target, [property: Id(3)] long Length);
