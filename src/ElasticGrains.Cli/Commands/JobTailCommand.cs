using System.CommandLine;
using ElasticGrains.Cli.Faces;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.State;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg job tail</c>: partial results by number, each once, from any number on; as JSON one document per line.</summary>
internal static class JobTailCommand
{
    private const int PageSize = 500;

    // Half a second is soon enough for a person, and nothing for a ledger.
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(500);

    public static Command Create()
    {
        var id = JobCommand.Id();
        var from = new Option<long>("--from")
        {
            Description = "The first number to show.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
            CustomParser = Quantity.Between(1),
        };
        var follow = new FollowOption();
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("tail", "The committed partial results of a job, by number.") { id, from };
        follow.AddTo(command);
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var jobId = parse.GetRequiredValue(id);
            await using var ledger = await JobSearch.OpenAsync(state.Read(parse), jobId, cancellationToken);
            await TailAsync(ledger, jobId, parse.GetValue(from), follow.Read(parse), output.Read(parse), cancellationToken);
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static async Task TailAsync(
        OpenLedger ledger, string jobId, long next, bool follow, OutputFormat format, CancellationToken cancellationToken)
    {
        var previews = new PartialPreviews(ledger, (await LedgerQuestions.FindAsync(ledger, jobId, cancellationToken)).Spec);
        while (true)
        {
            // The phase is read before the page: a final phase then means that the page holds everything.
            var hasEnded = !follow || (await LedgerQuestions.FindAsync(ledger, jobId, cancellationToken)).Entry.Phase.IsFinal();
            var page = await ledger.Ledger.ReadPartialsAsync(jobId, next, PageSize, cancellationToken);
            foreach (var partial in page)
            {
                Print(await previews.ViewAsync(partial, cancellationToken), format, previews.Face);
                next = partial.Number + 1;
            }

            if (page.Count == 0 && hasEnded)
            {
                return;
            }

            if (page.Count == 0)
            {
                await Task.Delay(FollowInterval, TimeProvider.System, cancellationToken);
            }
        }
    }

    private static void Print(PartialView partial, OutputFormat format, IKernelFace? face)
    {
        if (format == OutputFormat.Json)
        {
            JsonOutput.PrintLine(partial);
            return;
        }

        var preview = face is null || partial.Preview.IsEmpty ? "" : $"  {face.View(partial.Preview).Brief}";
        Terminal.Line($"{partial.Number,6}  {Figures.Time(partial.At)}  shard {partial.Shard}.{partial.Attempt}  {partial.Range}"
            + $"  {Figures.Short(partial.Bytes, "bytes")}{preview}");
    }
}
