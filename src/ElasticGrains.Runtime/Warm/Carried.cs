namespace ElasticGrains.Runtime.Warm;

/// <summary>A state that was carried over.</summary>
/// <param name="State">The state.</param>
/// <param name="From">The silo that has it, too.</param>
internal sealed record Carried(object State, string From);
