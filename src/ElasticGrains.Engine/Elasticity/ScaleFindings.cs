namespace ElasticGrains.Engine.Elasticity;

/// <summary>What the signal found, for the reason.</summary>
/// <param name="Side">1 when more slots are called for than there are, -1 when a silo fewer would do, 0 otherwise.</param>
/// <param name="Least">The least slots that were called for lately.</param>
/// <param name="Most">The most slots that were called for in the longer window; <see cref="int.MaxValue"/> when it is not known for so long.</param>
/// <param name="Called">The number of silos by the load alone.</param>
/// <param name="Wanted">The same within the limits.</param>
/// <param name="Leaving">A silo that is draining; null for none.</param>
/// <param name="Remove">The silo to go; null for none.</param>
internal sealed record ScaleFindings(int Side, int Least, int Most, long Called, int Wanted, string? Leaving, SiloLoad? Remove);
