namespace ElasticGrains.Engine.Verification;

/// <summary>A place in a job's history, with the time that its writer gave it.</summary>
/// <param name="Sequence">The place among the job's events: exact within the job.</param>
/// <param name="At">The time, by the clock of the writer.</param>
/// <param name="Writer">Whose clock it was.</param>
internal readonly record struct Moment(long Sequence, DateTimeOffset At, string Writer);
