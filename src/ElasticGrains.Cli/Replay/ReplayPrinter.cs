using ElasticGrains.Cli.Faces;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;

namespace ElasticGrains.Cli.Replay;

/// <summary>Prints what came of a replay.</summary>
internal static class ReplayPrinter
{
    private const int MostLines = 5;

    public static void Print(ReplayInput input, ReplayReport report, string place, OutputFormat format)
    {
        var work = input.Work;
        var files = FilesOf(work, report);
        if (format == OutputFormat.Json)
        {
            JsonOutput.Print(new
            {
                work.Spec.Id,
                work.Shard,
                Kernel = $"{work.Spec.Kernel}@{work.Spec.KernelVersion}",
                work.Phase,
                work.Range,
                Items = work.Range.Length,
                Captured = input.IsCaptured ? CapturedFigures.Of(work.Captured!) : null,
                report.Outcome,
                report.Seconds,
                report.Commits,
                report.UncommittedBytes,
                report.Failure,
                report.ThrewIn,
                report.Narrowed,
                Files = files,
                State = place,
            });
            return;
        }

        var itemWord = KernelFaces.ItemWordOf(work.Spec.Kernel);
        Terminal.Line($"shard    {work.Shard} of job {work.Spec.Id}  {work.Spec.Kernel}@{work.Spec.KernelVersion}  {work.Phase.ToString().ToLowerInvariant()}");
        Terminal.Line($"items    {work.Range}: {Figures.Count(work.Range.Length)} {itemWord}");
        if (input.IsCaptured)
        {
            Terminal.Line($"input    as captured at {Figures.Time(work.Captured!.At)}: {CapturedFigures.Of(work.Captured).Text}");
        }

        PrintCommits(report);
        Terminal.Line($"outcome  {report.Outcome.ToString().ToLowerInvariant()} after {report.Seconds:0.00} s");
        PrintFailure(report, files);
    }

    private static void PrintCommits(ReplayReport report)
    {
        var differing = report.Commits.Where(commit => !commit.IsEqual).ToList();
        if (report.Commits.Count > 0)
        {
            Terminal.Line($"commits  {Figures.Count(report.Commits.Count - differing.Count)} of {Figures.Count(report.Commits.Count)} equal byte for byte ({Figures.Short(report.Commits.Sum(commit => commit.Bytes), "bytes")})");
        }

        foreach (var commit in differing.Take(MostLines))
        {
            Terminal.Line($"differs  commit {commit.Number}, items {commit.Range}");
        }

        if (differing.Count > 0)
        {
            Terminal.Note("the same input now comes to other bytes: the kernel draws on something besides its input, breaks its law ('eg kernel check'), or was changed without raising its Version");
        }
    }

    private static void PrintFailure(ReplayReport report, IReadOnlyList<FilePart> files)
    {
        if (report is not { Failure: { } failure, ThrewIn: { } given })
        {
            return;
        }

        Terminal.Line($"threw in {given}");
        Terminal.Line(report.Narrowed switch
        {
            { IsSmallest: true } narrowed => $"narrowed {narrowed.Range}: the smallest part that throws ({Figures.Count(narrowed.Range.Length, "item")}, {Tries(narrowed)})",
            { } narrowed => $"narrowed {narrowed.Range}: still throws; the search ended after {Tries(narrowed)}",
            null => "narrowed not: no part of it throws again, so that it depends on something besides its items (time, chance, state)",
        });
        foreach (var part in files.Take(MostLines))
        {
            Terminal.Line($"file     {part.Path}, bytes {part.Bytes}");
        }

        Terminal.Line($"type     {failure.TypeName}");
        Terminal.Line($"message  {failure.Message}");
        Terminal.Line("stack");
        Terminal.Line(failure.RemoteStack ?? "");
    }

    private static string Tries(NarrowedRange narrowed) => narrowed.Tries == 1 ? "1 try" : $"{narrowed.Tries} tries";

    private static FilePart[] FilesOf(ReplayWork work, ReplayReport report) =>
        work.Files is { } files && report.ThrewIn is { } given ? [.. files.PartsOf(report.Narrowed?.Range ?? given).Select(part => FilePart.Of(files, part))] : [];
}
