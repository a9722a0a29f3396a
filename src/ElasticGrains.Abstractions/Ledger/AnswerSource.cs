namespace ElasticGrains.Ledger;

/// <summary>The job that an answer was taken from. Ids of jobs that were forgotten are given anew: with its time it is this job and no other.</summary>
/// <param name="JobId">Its id.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
public sealed record AnswerSource(string JobId, DateTimeOffset AcceptedAt);
