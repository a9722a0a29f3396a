namespace ElasticGrains.Scheduling;

/// <summary>Asks the resource manager for slots, for the jobs of this silo together.</summary>
public interface ISlotRequests
{
    /// <summary>Asks for a job; replaces what it asked for before.</summary>
    /// <returns>The slots that it gets at once; others are offered to its grain when they come free. Fails where the resource manager is not reached.</returns>
    Task<IReadOnlyList<SlotLease>> AskAsync(SlotRequest request);
}
