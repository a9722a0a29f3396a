using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.Replay;
using ElasticGrains.Cli.State;
using ElasticGrains.Inputs;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg shard replay</c>: runs one shard of a job once more, here, where a debugger can look at it. The ledger is only read.</summary>
internal static class ShardReplayCommand
{
    public static Command Create()
    {
        var id = JobCommand.Id();
        var shard = new Argument<int>("SHARD") { Description = "The shard's number, as 'eg job describe' and 'eg job tail' show it.", CustomParser = Quantity.Between32(0) };
        var host = new HostOption("Your own program (MyGrid.dll) that has the kernel. Default: the kernels of eg.");
        var captured = new Option<bool>("--captured")
        {
            Description = "Use the input as it was captured when the shard was given up, even where the files are what they were; without it, only where they are not.",
        };
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("replay", "Run one shard of a job again in this process: what it throws, and where; or whether it comes to what is committed.") { id, shard, captured };
        host.AddTo(command);
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var (jobId, program, debug) = (parse.GetRequiredValue(id), host.Read(parse), parse.GetValue<bool>(EgCommandLine.DebugOption));
            await using var ledger = await JobSearch.OpenAsync(state.Read(parse), jobId, cancellationToken);
            var work = await ReplayWork.ReadAsync(ledger, jobId, parse.GetValue(shard), cancellationToken);
            var kernel = await ReplayKernel.FindAsync(work.Spec, program, debug, cancellationToken);
            using var inputs = UploadedInputs.Register(ledger.Uploads, await ledger.Uploads.IdentifyAsync(cancellationToken));
            using var input = await ReplayInput.ChooseAsync(ledger, work, parse.GetValue(captured), cancellationToken);
            var replay = new ShardReplay(
                kernel.Bind(input.Json), commit => LedgerQuestions.ReadPayloadAsync(ledger, jobId, commit.Payload, cancellationToken), TimeProvider.System)
            {
                BeforeCompute = debug ? DebuggerGate.Stop : null,
                AfterCall = new ReplayProgress(input.Work.Range, Terminal.Note, TimeProvider.System).Came,
            };
            var report = input.Told(await replay.RunAsync(input.Work.Range, input.Work.Commits));
            ReplayPrinter.Print(input, report, ledger.Place, output.Read(parse));
            return (int)(report.Outcome switch
            {
                ReplayOutcome.Succeeded => ExitCode.Done,
                ReplayOutcome.Threw => ExitCode.Threw,
                _ => ExitCode.Failed,
            });
        });
        return command;
    }
}
