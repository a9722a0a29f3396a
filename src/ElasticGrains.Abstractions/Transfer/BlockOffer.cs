namespace ElasticGrains.Transfer;

/// <summary>Where a silo has a block for others.</summary>
/// <param name="Address">Where it serves it over HTTP, as <c>host:port</c>; null where it does not.</param>
/// <param name="Segment">Where it is in the memory of the silo's machine; null where it is not shared.</param>
[GenerateSerializer, Immutable, Alias("eg.transfer.block-offer")]
public sealed record BlockOffer([property: Id(0)] string? Address, [property: Id(1)] SegmentTicket? Segment);
