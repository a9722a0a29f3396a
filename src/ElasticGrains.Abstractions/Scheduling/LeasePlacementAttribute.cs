using Orleans.Placement;

namespace ElasticGrains.Scheduling;

/// <summary>Places a grain where its first caller says; see <see cref="LeasePlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LeasePlacementAttribute() : PlacementAttribute(LeasePlacement.Instance);
