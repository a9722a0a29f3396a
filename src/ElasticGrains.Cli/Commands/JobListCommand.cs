using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg job list</c>.</summary>
internal static class JobListCommand
{
    public static Command Create()
    {
        var state = new StateOption();
        var output = new OutputOptions();
        var filter = new JobFilterOptions();
        var command = new Command("list", "Jobs, the latest first.");
        filter.AddTo(command);
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var places = state.Read(parse);
            var jobs = await filter.FindAsync(parse, places, hasEnded: null, cancellationToken);
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(jobs.Select(job => new { Job = job.Entry, State = job.Directory }));
            }
            else if (jobs.Count == 0)
            {
                Terminal.Note(filter.IsEmpty(parse) ? $"no jobs in {places.Text}" : $"no such jobs in {places.Text}");
            }
            else
            {
                Terminal.Table(TableOf(jobs));
                NoteCopies([.. jobs.Select(job => job.Entry).Where(job => job.UsesCache)]);
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static void NoteCopies(IReadOnlyList<JobEntry> jobs)
    {
        var copied = jobs.Count(job => job.IsCopied);
        if (copied > 0)
        {
            Terminal.Note($"{Figures.Count(copied)} of {Figures.Count(jobs.Count, "job")} that might have the answer of an earlier one had it ({Figures.Share(copied, jobs.Count)})");
        }
    }

    private static TextTable TableOf(IReadOnlyList<FoundJob> jobs)
    {
        var table = new TextTable("ID", "KERNEL", "PHASE", "ITEMS#", "COMMITTED#", "ACCEPTED", "ENDED", "TAGS");
        foreach (var (_, job) in jobs)
        {
            table.Add(
                job.Id,
                job.Kernel,
                EndedJobPrinter.Word(job.Phase),
                Figures.Count(job.Items),
                Figures.Share(job.Committed, job.Items),
                Figures.Time(job.AcceptedAt),
                job.FinishedAt is { } end ? Figures.Time(end) : "-",
                job.Tags is { } tags ? Figures.Tags(tags) : "-");
        }

        return table;
    }
}
