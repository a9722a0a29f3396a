using ElasticGrains.Jobs;

namespace ElasticGrains.Ledger;

/// <summary>What a ledger knows of a job without reading its history.</summary>
/// <param name="Entry">The job as a row of the list.</param>
/// <param name="Spec">What was asked for.</param>
/// <param name="LastNumber">Number of the last committed partial; 0 before the first.</param>
public sealed record JobHead(JobEntry Entry, JobSpec Spec, long LastNumber);
