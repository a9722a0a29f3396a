namespace ElasticGrains.Engine.Verification;

/// <summary>What was checked of a ledger, and what was found.</summary>
/// <param name="Jobs">The jobs.</param>
/// <param name="Shards">Their shards, split off ones included.</param>
/// <param name="Commits">Their commits.</param>
/// <param name="Attempts">Their attempts.</param>
/// <param name="Bytes">The bytes of their committed partials.</param>
/// <param name="Findings">What contradicts what a ledger promises, and warnings; empty when all is well.</param>
public sealed record VerificationReport(int Jobs, long Shards, long Commits, long Attempts, long Bytes, IReadOnlyList<Finding> Findings);
