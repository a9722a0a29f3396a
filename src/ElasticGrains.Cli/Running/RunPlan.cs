namespace ElasticGrains.Cli.Running;

/// <summary>What a run is to do.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Directory">Its ledger.</param>
/// <param name="HasEnded">True when there is nothing to run: the ledger has the answer.</param>
/// <param name="Note">What to tell the user first, or null.</param>
internal sealed record RunPlan(string JobId, string Directory, bool HasEnded, string? Note);
