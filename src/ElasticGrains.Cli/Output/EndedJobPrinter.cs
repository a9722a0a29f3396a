using ElasticGrains.Cli.Faces;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Output;

/// <summary>Prints how a job ended: the answer, then the receipt.</summary>
internal static class EndedJobPrinter
{
    public static void Print(EndedJob job, IKernelFace face, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            JsonOutput.Print(new JobDocument
            {
                Id = job.Receipt.Id,
                Outcome = job.Outcome.Phase,
                Failure = job.Outcome.Failure,
                Quarantined = job.Outcome.Quarantined,
                Replay = job.Replays,
                Result = JsonOutput.Embed(job.Outcome.Result),
                Receipt = job.Receipt,
                Timings = job.Timings,
                State = job.Directory,
            });
            return;
        }

        if (job.Outcome.Phase == JobPhase.Succeeded)
        {
            Terminal.View(face.View(job.Outcome.Result));
        }

        Terminal.Line();
        PrintReceipt(job.Receipt, face.ItemWord);
        Terminal.Line($"time     {job.Timings.RunSeconds:0.00} s run, {job.Timings.TotalSeconds:0.00} s in total");
        Terminal.Line($"ledger   {job.Directory}");
        if (job.Outcome.Failure is { } failure)
        {
            Terminal.Note($"eg: job {job.Receipt.Id} {Verb(job.Outcome.Phase)}: {ExceptionText.OneLine(failure.Text)}{GivenUp(job.Outcome)}");
            foreach (var replay in job.Replays)
            {
                Terminal.Note($"to see it happen here: {replay}");
            }

            var mended = job.Outcome.Phase == JobPhase.Failed ? "when the cause is mended, " : "";
            Terminal.Note($"{mended}'eg job retry {job.Receipt.Id} --failed-only{job.StateOption}' goes on with what is left");
        }
    }

    public static void PrintReceipt(JobReceipt receipt, string itemWord)
    {
        Terminal.Line($"receipt  {receipt.Id}  {receipt.Kernel}  {Word(receipt.Phase)}");
        Terminal.Line(receipt.CopiedFrom is { } source
            ? $"answer   {CopiedText(source)}, which asked for the same {Figures.Count(receipt.Items)} {itemWord}: 'eg job receipt {source}'"
            : $"covered  {Figures.Count(receipt.Covered)} of {Figures.Count(receipt.Items)} {itemWord}, each once"
            + $", in {Figures.Count(receipt.Commits, "commit")} of {Figures.Count(receipt.Shards, "shard")}"
            + $" ({Figures.Count(receipt.Attempts, "attempt")}, {Figures.Count(receipt.Splits, "split")}, {Figures.Count(receipt.Writers, "writer")})");
        Terminal.Line($"hashes   spec {receipt.SpecHash}  cover {receipt.CoverHash}  result {receipt.ResultHash ?? "-"}");
        Terminal.Line($"dates    accepted {Figures.Time(receipt.AcceptedAt)}  "
            + (receipt.FinishedAt is { } end ? $"ended {Figures.Time(end)} after {Duration.Text(end - receipt.AcceptedAt)}" : "not ended"));
    }

    /// <summary>Whose answer it is, where a job has that of another.</summary>
    public static string CopiedText(string source) => $"answer of job {source} (cache)";

    public static string Word(JobPhase phase) => phase.ToString().ToLowerInvariant();

    private static string Verb(JobPhase phase) => phase == JobPhase.Cancelled ? "was cancelled" : "failed";

    private static string GivenUp(JobOutcome outcome) => outcome.Quarantined.Count == 0 ? "" : $" Given up: {string.Join(", ", outcome.Quarantined.Take(5))}"
        + (outcome.Quarantined.Count > 5 ? $" and {outcome.Quarantined.Count - 5} more" : "");
}
