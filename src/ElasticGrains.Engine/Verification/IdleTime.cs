namespace ElasticGrains.Engine.Verification;

/// <summary>A time in which a slot was free and work waited.</summary>
/// <param name="Silo">The slot's silo.</param>
/// <param name="Slot">Its number there.</param>
/// <param name="From">Since when, by the clock of the job's writer.</param>
/// <param name="Length">For how long.</param>
public sealed record IdleTime(string Silo, int Slot, DateTimeOffset From, TimeSpan Length);
