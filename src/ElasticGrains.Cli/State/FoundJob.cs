using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.State;

/// <summary>A job and the directory of its ledger.</summary>
internal sealed record FoundJob(string Directory, JobEntry Entry);
