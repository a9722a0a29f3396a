using System.Globalization;
using ElasticGrains.Engine.History;

namespace ElasticGrains.Cli.Output;

/// <summary>Prints what happened to one shard.</summary>
internal static class ShardHistoryPrinter
{
    public static void Print(ShardRecord record, IReadOnlyList<ShardHappening> history, string place, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            JsonOutput.Print(new
            {
                Job = record.Job.Id,
                record.Job.Kernel,
                record.Job.Phase,
                record.Shard,
                record.Range,
                record.Committed,
                IsSplitOff = record.Shard >= record.PlannedShards,
                History = history,
                State = place,
            });
            return;
        }

        foreach (var line in Lines(record, history))
        {
            Terminal.Line(line);
        }

        Terminal.Line($"ledger   {place}");
    }

    /// <summary>The same as lines for people.</summary>
    public static IEnumerable<string> Lines(ShardRecord record, IReadOnlyList<ShardHappening> history)
    {
        yield return $"shard    {record.Shard} of job {record.Job.Id}  {record.Job.Kernel}  job {EndedJobPrinter.Word(record.Job.Phase)}";
        yield return $"items    {record.Range}: {Figures.Count(record.Committed)} of {Figures.Count(record.Range.Length)} committed ({Figures.Share(record.Committed, record.Range.Length)})";
        foreach (var told in history)
        {
            yield return Line(told);
            if (told.Evidence is { } evidence)
            {
                yield return $"{new string(' ', 25)}evidence: {ExceptionText.OneLine(evidence)}";
            }
        }
    }

    private static string Line(ShardHappening told)
    {
        var at = told.At is { } time ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) : "";
        var attempt = told.Attempt > 0 ? $"attempt {told.Attempt} " : "";
        return LogView.Printable($"{at,-24} {attempt}{told.Kind}: {ExceptionText.OneLine(told.Text)}");
    }
}
