namespace ElasticGrains.Scheduling;

/// <summary>The answer to an order to a silo.</summary>
/// <param name="Status">What came of it.</param>
/// <param name="Silos">The silos that are there.</param>
[GenerateSerializer, Immutable, Alias("eg.silo.ordered")]
public sealed record SiloOrder([property: Id(0)] SiloOrderStatus Status, [property: Id(1)] IReadOnlyList<string> Silos);
