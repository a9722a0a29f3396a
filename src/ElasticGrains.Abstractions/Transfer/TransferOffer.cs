namespace ElasticGrains.Transfer;

/// <summary>What a silo has for others.</summary>
/// <param name="Address">Where it serves it, as <c>host:port</c>.</param>
/// <param name="IsReady">False while it is still being made.</param>
[GenerateSerializer, Immutable, Alias("eg.transfer.offer")]
public sealed record TransferOffer([property: Id(0)] string Address, [property: Id(1)] bool IsReady);
