using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg job list</c>.</summary>
internal static class JobListCommand
{
    public static Command Create()
    {
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("list", "All jobs, the latest first.");
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var places = state.Read(parse);
            var jobs = await JobSearch.AllAsync(places, cancellationToken);
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(jobs.Select(job => new { Job = job.Entry, State = job.Directory }));
            }
            else if (jobs.Count == 0)
            {
                Terminal.Note($"no jobs in {places.Text}");
            }
            else
            {
                Terminal.Table(TableOf(jobs));
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static TextTable TableOf(IReadOnlyList<FoundJob> jobs)
    {
        var table = new TextTable("ID", "KERNEL", "PHASE", "ITEMS#", "COMMITTED#", "ACCEPTED", "ENDED");
        foreach (var (_, job) in jobs)
        {
            table.Add(
                job.Id,
                job.Kernel,
                EndedJobPrinter.Word(job.Phase),
                Figures.Count(job.Items),
                Figures.Share(job.Committed, job.Items),
                Figures.Time(job.AcceptedAt),
                job.FinishedAt is { } end ? Figures.Time(end) : "-");
        }

        return table;
    }
}
