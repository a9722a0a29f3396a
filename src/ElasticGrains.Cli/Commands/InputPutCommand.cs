using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.Running;
using ElasticGrains.Cli.Uploads;
using ElasticGrains.Client;
using ElasticGrains.Inputs;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg input put</c>: files into the grid.</summary>
internal static class InputPutCommand
{
    public static Command Create()
    {
        var places = new Argument<string[]>("FILE") { Description = "A file, a directory, or patterns such as 'logs/**/*.txt' (quote them).", Arity = ArgumentArity.OneOrMore };
        var name = new Option<string>("--name") { Description = "The name that kernels read it by: grid://NAME.", HelpName = "NAME", Required = true };
        var keep = new Option<TimeSpan?>("--keep")
        {
            Description = $"How long it is kept after its last use, for example 12h or 30d. Default: {UploadRules.DefaultKeep.TotalDays:0}d.",
            HelpName = "TIME",
            CustomParser = result => Duration.Between(UploadRules.ShortestKeep)(result),
        };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No progress and no notes." };
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("put", "Put files into the grid, as one input. What was broken off goes on where it was when the same command is run again.") { places, name, keep, quiet };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var signals = new StopSignals();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(signals.Token, cancellationToken);
            var files = LocalFiles.Find(parse.GetRequiredValue(places), Environment.CurrentDirectory);
            var progress = new UploadProgress(files.Sum(file => file.Length), TimeProvider.System, parse.GetValue(quiet) ? _ => { } : Terminal.Note);
            var input = parse.GetRequiredValue(name);
            if (UploadRules.NameProblem(input) is { } problem)
            {
                throw EgException.Usage($"--name: {problem}");
            }

            try
            {
                await using var grid = await InputGrid.OpenAsync(state.Read(parse), creates: true, either.Token);
                var report = await grid.Inputs.PutAsync(input, files.Select(file => new FileToUpload(file.Path, file.Open)), parse.GetValue(keep), progress, either.Token);
                Print(report, progress, parse.GetValue(quiet), output.Read(parse));
                return (int)ExitCode.Done;
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                Terminal.Note($"stopped; the same command goes on behind the {Figures.Short(progress.Durable, "bytes")} that are there, within a day");
                return (int)ExitCode.Stopped;
            }
        });
        return command;
    }

    private static void Print(UploadReport report, UploadProgress progress, bool isQuiet, OutputFormat format)
    {
        var input = report.Input;
        if (format == OutputFormat.Json)
        {
            JsonOutput.Print(new { Path = $"{UploadPattern.Scheme}://{input.Name}", report.WasThere, report.Sent, Seconds = progress.Elapsed.TotalSeconds, Input = InputView.Of(input) });
            return;
        }

        if (!isQuiet)
        {
            var what = $"{Figures.Short(input.Length, "bytes")} in {Figures.Count(input.FileCount, "file")}";
            Terminal.Note(report.WasThere
                ? $"input {input.Name} is there already: {what}"
                : $"input {input.Name}: {what}, {Figures.Short(report.Sent, "bytes")} sent in {Duration.Text(progress.Elapsed)}; kept {Duration.Text(input.Keep)} after its last use");
        }

        Terminal.Line($"{UploadPattern.Scheme}://{input.Name}");
    }
}
