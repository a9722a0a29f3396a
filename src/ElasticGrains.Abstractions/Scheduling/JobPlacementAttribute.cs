using Orleans.Placement;

namespace ElasticGrains.Scheduling;

/// <summary>Places a grain where the call arrives that makes it; see <see cref="JobPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class JobPlacementAttribute() : PlacementAttribute(JobPlacement.Instance);
