using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.State;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Output;

/// <summary>Prints why a job stands where it stands.</summary>
internal static class JobWhyPrinter
{
    public static void Print(ExplainedJob job, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            JsonOutput.Print(new { job.Why.Id, job.Job.Kernel, job.Why.Phase, job.Why.Reasons, job.Why.Wanted, job.Why.Priority, job.Why.Slots, job.Source });
            return;
        }

        foreach (var line in Lines(job.Job, job.Why, TimeProvider.System.GetUtcNow()))
        {
            Terminal.Line(line);
        }

        Terminal.Line($"says     {job.Source}");
    }

    /// <summary>The same as lines for people.</summary>
    public static IEnumerable<string> Lines(JobEntry job, JobWhy why, DateTimeOffset now)
    {
        yield return $"job      {job.Id}  {job.Kernel}  {EndedJobPrinter.Word(why.Phase)}, {(job.IsCopied ? Figures.Count(job.Items, "item") : $"{Figures.Count(job.Committed)} of {Figures.Count(job.Items)} items committed")}; accepted {Figures.Time(job.AcceptedAt)}";
        foreach (var reason in why.Reasons)
        {
            yield return LogView.Printable($"{"why",-8} {reason.Kind}: {ExceptionText.OneLine(reason.Text)}{When(reason, now)}");
        }

        if (why.Slots is { } slots)
        {
            foreach (var line in SlotWaitText.Lines(slots))
            {
                yield return line;
            }
        }
    }

    private static string When(JobReason reason, DateTimeOffset now) => reason switch
    {
        { Until: { } until } when until > now => $" Until {Figures.Time(until)}, {Duration.Text(until - now)} from now.",
        { Until: { } until } => $" Until {Figures.Time(until)}.",
        { Since: { } since } when reason.Kind is JobReasons.Running or JobReasons.Interrupted => $" Since {Figures.Time(since)}.",
        { Since: { } since } => $" At {Figures.Time(since)}.",
        _ => "",
    };
}
