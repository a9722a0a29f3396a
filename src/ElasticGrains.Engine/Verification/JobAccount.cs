namespace ElasticGrains.Engine.Verification;

/// <summary>What the attempts of a job come to, counted from the raw events one by one.</summary>
/// <param name="JobId">The job.</param>
/// <param name="HasEnded">True when the job has ended: nothing of this changes any more.</param>
/// <param name="Granted">All attempts.</param>
/// <param name="Adopted">How often one was taken over by a new writer.</param>
/// <param name="Ended">Those that have ended, with their job or before.</param>
/// <param name="SlotTime">The sum of the times from grant to end of those that have ended.</param>
public sealed record JobAccount(string JobId, bool HasEnded, int Granted, int Adopted, int Ended, TimeSpan SlotTime);
