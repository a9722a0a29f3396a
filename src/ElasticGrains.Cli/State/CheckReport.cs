using ElasticGrains.Engine.Verification;

namespace ElasticGrains.Cli.State;

/// <summary>What a check of ledgers looked at, and what it found.</summary>
/// <param name="Jobs">How many jobs were checked.</param>
/// <param name="Shards">How many shards they have.</param>
/// <param name="Commits">How many commits.</param>
/// <param name="Attempts">How many attempts.</param>
/// <param name="Bytes">The bytes of their committed partials.</param>
/// <param name="Findings">What contradicts what is promised, and warnings; empty when all is well.</param>
/// <param name="NotChecked">What could not be looked at, and why.</param>
internal sealed record CheckReport(
    int Jobs, long Shards, long Commits, long Attempts, long Bytes, IReadOnlyList<Finding> Findings, IReadOnlyList<string> NotChecked)
{
    public static CheckReport Nothing { get; } = new(0, 0, 0, 0, 0, [], []);

    /// <summary>How many findings are more than warnings.</summary>
    public int Proofs => Findings.Count(finding => !finding.IsWarning);

    public CheckReport With(VerificationReport report, IEnumerable<Finding> besides, IEnumerable<string> notChecked) => new(
        Jobs + report.Jobs, Shards + report.Shards, Commits + report.Commits, Attempts + report.Attempts, Bytes + report.Bytes,
        [.. Findings, .. report.Findings, .. besides], [.. NotChecked.Union(notChecked)]);
}
