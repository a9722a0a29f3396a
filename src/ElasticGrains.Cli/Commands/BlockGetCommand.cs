using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg block get</c>: the bytes of a block, to a file.</summary>
internal static class BlockGetCommand
{
    public static Command Create()
    {
        var id = JobCommand.Id();
        var block = BlockCommand.Id();
        var to = OutputPlace.Option("Where the bytes go", isRequired: true);
        var state = new StateOption();
        var command = new Command("get", "The bytes of a block, checked, to a file. They are as the kernel's codec wrote them.") { id, block, to };
        state.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var jobId = parse.GetRequiredValue(id);
            var place = OutputPlace.Read(parse, to)!;
            await using var ledger = await JobSearch.OpenAsync(state.Read(parse), jobId, cancellationToken);
            var stored = await BlockQuestions.FindAsync(ledger, jobId, parse.GetRequiredValue(block), cancellationToken);
            var (content, trouble) = await BlockQuestions.ReadAsync(ledger, jobId, stored.Handle, cancellationToken);
            if (trouble is not null)
            {
                throw new EgException(ExitCode.Failed, trouble);
            }

            await place.WriteAsync(content, cancellationToken);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
