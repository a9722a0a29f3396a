using ElasticGrains.Cli.Faces;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ElasticGrains.Cli.Top;

/// <summary>Shows looks at a cluster.</summary>
internal static class TopDisplay
{
    // What stands above and below the jobs beside the silos: heads and frames of two tables, the summary.
    private const int OtherLines = 10;
    private const int FewestJobs = 5;

    public static void Print(TopLook look)
    {
        Terminal.Line(SummaryOf(look));
        Terminal.Table(SiloTable.Of(look.Silos));
        Terminal.Table(JobsOf(look));
    }

    /// <summary>Draws a look every <paramref name="interval"/> until the command is ended.</summary>
    public static async Task ShowAsync(Func<CancellationToken, Task<TopLook>> look, TimeSpan interval, CancellationToken cancellationToken)
    {
        try
        {
            var first = await look(cancellationToken);
            await AnsiConsole.Live(Draw(first)).StartAsync(async live =>
            {
                while (true)
                {
                    live.Refresh();
                    await Task.Delay(interval, cancellationToken);
                    live.UpdateTarget(Draw(await look(cancellationToken)));
                }
            });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how it ends.
        }
    }

    private static Rows Draw(TopLook look)
    {
        var jobs = Math.Max(FewestJobs, AnsiConsole.Profile.Height - look.Silos.Count - OtherLines);
        return new Rows(new IRenderable[] { new Text(SummaryOf(look)), DrawnTable.Of(SiloTable.Of(look.Silos)), DrawnTable.Of(JobsOf(look).Head(jobs)) });
    }

    private static string SummaryOf(TopLook look) =>
        $"cluster {look.Cluster}  {Figures.Time(look.At)}  {Figures.Count(look.Silos.Count, "silo")}, {look.Silos.Sum(silo => silo.Busy ?? 0)} of "
        + $"{Figures.Count(look.Silos.Sum(silo => silo.Slots ?? 0), "slot")} busy  {Figures.Count(look.Waiting, "job")} open, {Figures.Count(look.Ended)} ended";

    private static TextTable JobsOf(TopLook look)
    {
        var table = new TextTable("JOB", "KERNEL", "PHASE", "ITEMS#", "COMMITTED#", "RATE#", "AGE#");
        foreach (var (job, perSecond) in look.Jobs)
        {
            table.Add(
                job.Id,
                job.Kernel,
                EndedJobPrinter.Word(job.Phase),
                Figures.Count(job.Items),
                Figures.Share(job.Committed, job.Items),
                perSecond is { } rate ? $"{Figures.Short(rate, KernelFaces.ItemWordOf(job.Kernel))}/s" : "-",
                Duration.Text((job.FinishedAt ?? look.At) - job.AcceptedAt));
        }

        return table;
    }
}
