using ElasticGrains.Cli.State;
using ElasticGrains.Engine.Verification;

namespace ElasticGrains.Cli.Output;

/// <summary>What a check of ledgers found, for people.</summary>
internal static class CheckPrinter
{
    public static IEnumerable<string> LinesOf(CheckReport report)
    {
        var explained = new HashSet<string>();
        foreach (var finding in report.Findings)
        {
            yield return $"{(finding.JobId.Length == 0 ? "-" : finding.JobId)}  {finding.Code}{(finding.IsWarning ? " (warning)" : "")}  {WhereOf(finding)}{finding.Message}";
            if (explained.Add(finding.Code))
            {
                yield return $"    {finding.Meaning}";
            }
        }

        foreach (var gap in report.NotChecked)
        {
            yield return $"not checked: {gap}";
        }

        var warnings = report.Findings.Count - report.Proofs;
        yield return $"{Figures.Count(report.Jobs, "job")}, {Figures.Count(report.Shards, "shard")}, {Figures.Count(report.Commits, "commit")} of {Figures.Short(report.Bytes, "bytes")}, "
            + $"{Figures.Count(report.Attempts, "attempt")} checked: {(warnings == 0 ? "" : $"{Figures.Count(warnings, "warning")}, ")}"
            + (report.Proofs == 0 ? "clean" : Figures.Count(report.Proofs, "finding"));
    }

    private static string WhereOf(Finding finding) => finding switch
    {
        { Shard: { } shard, Attempt: { } attempt } => $"shard {shard}, attempt {attempt}: ",
        { Shard: { } shard } => $"shard {shard}: ",
        _ => "",
    };
}
