using ElasticGrains.Engine.Verification;

namespace ElasticGrains.Cli.State;

/// <summary>What is left of jobs that have ended.</summary>
/// <param name="Findings">What should be gone.</param>
/// <param name="NotChecked">What could not be looked at, and why.</param>
internal sealed record RestFindings(IReadOnlyList<Finding> Findings, IReadOnlyList<string> NotChecked);
