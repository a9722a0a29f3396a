using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>What there is for a new job when it is accepted.</summary>
/// <param name="Slot">A slot; null for none.</param>
/// <param name="SlotsAsked">How many slots were asked for in its name.</param>
/// <param name="Answer">The answer of an earlier job that computed the same; null where it has to be computed.</param>
internal sealed record Opening(SlotLease? Slot, int SlotsAsked, CachedAnswer? Answer);
