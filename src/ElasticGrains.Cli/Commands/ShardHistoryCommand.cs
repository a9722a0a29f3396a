using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.State;
using ElasticGrains.Engine.History;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg shard history</c>: what happened to one shard, and why, from its ledger alone.</summary>
internal static class ShardHistoryCommand
{
    public static Command Create()
    {
        var id = JobCommand.Id();
        var shard = new Argument<int>("SHARD") { Description = "The shard's number, as 'eg job describe' and 'eg job tail' show it.", CustomParser = Quantity.Between32(0) };
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("history", "What happened to one shard: where it ran, what it committed, how each attempt ended and why.") { id, shard };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var (jobId, number) = (parse.GetRequiredValue(id), parse.GetValue(shard));
            await using var ledger = await JobSearch.OpenAsync(state.Read(parse), jobId, cancellationToken);
            var record = await LedgerQuestions.ReadShardAsync(ledger, jobId, number, cancellationToken);
            ShardHistoryPrinter.Print(record, ShardHistory.Of(record), ledger.Place, output.Read(parse));
            return (int)ExitCode.Done;
        });
        return command;
    }
}
