using System.Globalization;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;

namespace ElasticGrains.Cli.Chaos;

/// <summary>The report for people.</summary>
internal static class ChaosPrinter
{
    public static void Print(ChaosReport report)
    {
        Terminal.Line($"seed       {report.Seed}");
        Terminal.Line($"faults     {(report.Counts.Count == 0 ? "none" : string.Join(", ", report.Counts.Select(count => $"{count.Value} {count.Key.ToString().ToLowerInvariant()}")))}");
        if (report.Faults.Count(fault => fault.Skipped) is > 0 and var skipped)
        {
            Terminal.Line($"left out   {skipped}, because of those before, see above");
        }

        Terminal.Table(TableOf(report));
        var attempts = report.Attempts;
        Terminal.Line($"jobs       {Figures.Count(attempts.Jobs)}, which got another writer {Figures.Count(attempts.Writers, "time")}");
        Terminal.Line(
            $"attempts   {Figures.Count(attempts.Granted)}: {Figures.Count(attempts.Lost)} lost, {Figures.Count(attempts.Failed)} failed, {Figures.Count(attempts.Moved)} moved, "
            + $"{Figures.Count(attempts.Adopted)} adopted");
        if (report.Recomputed is { } recomputed)
        {
            Terminal.Line($"again      {Figures.Count(recomputed, "item")} of the job of waits computed more than once");
        }

        Terminal.Line(
            $"no commit  for {Seconds(attempts.WithoutCommit)} at most" + (report.QuietWithoutCommit is { } quiet ? $"; without faults {Seconds(quiet)}" : ""));
        foreach (var line in CheckPrinter.LinesOf(report.Verify))
        {
            Terminal.Line($"verify     {line}");
        }

        foreach (var finding in report.Findings)
        {
            Terminal.Line($"FOUND      {finding}");
        }

        Terminal.Line($"again with {report.Again}");
        if (report.Kept is { } kept)
        {
            Terminal.Line($"kept       {kept}");
        }

        Terminal.Line(report.Findings.Count == 0 ? "nothing was lost" : Figures.Count(report.Findings.Count, "finding"));
    }

    private static TextTable TableOf(ChaosReport report)
    {
        var table = new TextTable("workload", "jobs#", "items#", "items/s#", "without faults#", "slower#");
        foreach (var workload in report.Workloads)
        {
            table.Add(
                workload.Workload.ToString().ToLowerInvariant(), Figures.Count(workload.Jobs), Figures.Count(workload.Items), Rate(workload.PerSecond),
                workload.QuietPerSecond is { } quiet ? Rate(quiet) : "-",
                workload.Slowdown is { } slowdown ? $"{slowdown.ToString("0.0", CultureInfo.InvariantCulture)} x" : "-");
        }

        return table;
    }

    private static string Rate(double rate) => rate.ToString(rate < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => Duration.Text(time);
}
