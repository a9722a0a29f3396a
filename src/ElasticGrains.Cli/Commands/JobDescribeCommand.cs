using System.CommandLine;
using ElasticGrains.Cli.Faces;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.State;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg job describe</c>: where a job stands, from its ledger alone.</summary>
internal static class JobDescribeCommand
{
    // All of them are in the JSON.
    private const int LatestMoves = 8;

    public static Command Create()
    {
        var id = JobCommand.Id();
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("describe", "Where a job stands, and how it got there.") { id };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var jobId = parse.GetRequiredValue(id);
            await using var ledger = await JobSearch.OpenAsync(state.Read(parse), jobId, cancellationToken);
            var described = await DescribedJob.ReadAsync(ledger, state.Read(parse), jobId, cancellationToken);
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(DocumentOf(described));
            }
            else
            {
                Print(described);
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static object DocumentOf(DescribedJob described)
    {
        var (history, job) = (described.History, described.Job);
        return new
        {
            job.Spec,
            job.Phase,
            job.Items,
            job.Committed,
            CopiedFrom = job.CopiedFrom?.JobId,
            Commits = job.LastNumber,
            described.CommittedBytes,
            job.Spec.Policy.CommitInterval,
            InputFiles = described.Files?.Files.Count,
            InputBytes = described.Files?.Length,
            job.Shards,
            job.Done,
            job.Quarantined,
            Captured = described.GivenUp.Where(it => it.Input is not null).Select(it => CapturedFigures.Of(it.Input!)),
            described.Stages,
            history.WriterEpoch,
            Writer = WriterOf(history)?.Writer,
            Attempts = AttemptFigures.Of(history.Events),
            Moves = MoveFigures.Of(history.Events),
            job.Spec.Tags,
            AcceptedAt = job.Accepted.At,
            FinishedAt = FinishedAt(history),
            job.LastFailure,
            job.Outcome,
            Replay = described.Replays,
            described.CancelRequest,
            State = described.Place,
        };
    }

    private static void Print(DescribedJob described)
    {
        var (history, job) = (described.History, described.Job);
        var itemWord = KernelFaces.ItemWordOf(job.Spec.Kernel);
        Terminal.Line($"job      {job.Spec.Id}  {job.Spec.Kernel}@{job.Spec.KernelVersion}  {EndedJobPrinter.Word(job.Phase)}");
        Terminal.Line(job.CopiedFrom is { } source
            ? $"items    {Figures.Count(job.Items)} {itemWord}: {EndedJobPrinter.CopiedText(source.JobId)}"
            : $"items    {Figures.Count(job.Committed)} of {Figures.Count(job.Items)} {itemWord} committed ({Figures.Share(job.Committed, job.Items)})");
        if (described.Files is { } files)
        {
            Terminal.Line($"input    {Figures.Short(files.Length, "bytes")} in {Figures.Count(files.Files.Count, "file")}");
        }

        if (job.CopiedFrom is null)
        {
            PrintWork(described);
        }

        if (job.Spec.Tags is { } tags)
        {
            Terminal.Line($"tags     {Figures.Tags(tags)}");
        }

        Terminal.Line($"writer   {history.WriterEpoch}: {WriterOf(history)?.Writer ?? "none yet"}");
        Terminal.Line($"dates    accepted {Figures.Time(job.Accepted.At)}"
            + (FinishedAt(history) is { } end ? $"  ended {Figures.Time(end)} after {Duration.Text(end - job.Accepted.At)}" : ""));
        Terminal.Line($"ledger   {described.Place}");
        PrintTroubles(described);
    }

    private static void PrintWork(DescribedJob described)
    {
        var (history, job) = (described.History, described.Job);
        Terminal.Line($"stages   {JobStages.Text(described.Stages)}");
        Terminal.Line($"shards   {Figures.Count(job.Done)} done of {Figures.Count(job.Shards)} ({Figures.Count(job.Shards - job.PlannedShards)} split off), "
            + $"{Figures.Count(job.LastNumber, "commit")} of {Figures.Short(described.CommittedBytes, "bytes")}; a shard commits at most every {Duration.Text(job.Spec.Policy.CommitInterval)}");
        Terminal.Line($"attempts {AttemptFigures.Of(history.Events).Text}");
        PrintMoves(MoveFigures.Of(history.Events));
    }

    private static void PrintMoves(IReadOnlyList<MoveFigures> moves)
    {
        if (moves.Count == 0)
        {
            return;
        }

        var causes = moves.GroupBy(move => move.Cause).OrderBy(cause => cause.Key).Select(cause => $"{Figures.Count(cause.Count())} {MoveFigures.Word(cause.Key)}");
        Terminal.Line($"moves    {Figures.Count(moves.Count)}: {string.Join(", ", causes)}");
        foreach (var move in moves.TakeLast(LatestMoves))
        {
            Terminal.Line($"moved    {move.Text}");
        }
    }

    private static void PrintTroubles(DescribedJob described)
    {
        var job = described.Job;
        foreach (var givenUp in described.GivenUp)
        {
            Terminal.Line($"given up {givenUp.Range}");
            if (givenUp.Input is { } input)
            {
                Terminal.Line($"captured {CapturedFigures.Of(input).Text}");
            }
        }

        if ((job.Outcome?.Failure ?? job.LastFailure) is { } failure)
        {
            Terminal.Line($"failure  {ExceptionText.OneLine(failure.Text)}");
        }

        foreach (var replay in described.Replays)
        {
            Terminal.Line($"replay   {replay}");
        }

        if (described.CancelRequest is not null && !job.Phase.IsFinal())
        {
            Terminal.Line($"cancel   asked for: {described.CancelRequest}");
        }
    }

    private static LedgerEvent.WriterTaken? WriterOf(JobHistory history) => history.Events.OfType<LedgerEvent.WriterTaken>().LastOrDefault();

    private static DateTimeOffset? FinishedAt(JobHistory history) => (history.Events[^1] as LedgerEvent.Finished)?.At;
}
