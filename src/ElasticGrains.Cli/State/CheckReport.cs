using ElasticGrains.Engine.Verification;

namespace ElasticGrains.Cli.State;

/// <summary>What a check of ledgers found.</summary>
/// <param name="Jobs">How many jobs were checked.</param>
/// <param name="Commits">How many commits they have.</param>
/// <param name="Findings">What contradicts what a ledger promises; empty when all is well.</param>
internal sealed record CheckReport(int Jobs, long Commits, IReadOnlyList<Finding> Findings);
