using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;
using ElasticGrains.Engine.Jobs;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg shard list</c>: the shards of a job, from its ledger alone.</summary>
internal static class ShardListCommand
{
    public static Command Create()
    {
        var id = JobCommand.Id();
        var running = new Option<bool>("--running") { Description = "Only those that run." };
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("list", "The shards of a job that were granted: where each runs, and how far it is committed.") { id, running };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var jobId = parse.GetRequiredValue(id);
            await using var ledger = await JobSearch.OpenAsync(state.Read(parse), jobId, cancellationToken);
            var (all, untouched) = ShardView.Of(await LedgerQuestions.ReadHistoryAsync(ledger, jobId, cancellationToken));
            var shards = all.Where(shard => !parse.GetValue(running) || shard.Phase == ShardPhase.Running).ToList();
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(new { Shards = shards, NotBegun = untouched });
            }
            else
            {
                Terminal.Table(TableOf(shards));
                if (untouched > 0 && !parse.GetValue(running))
                {
                    Terminal.Note($"{Figures.Count(untouched, "shard")} more {(untouched == 1 ? "has" : "have")} not begun");
                }
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static TextTable TableOf(IReadOnlyList<ShardView> shards)
    {
        var table = new TextTable("SHARD", "ITEMS", "STATE", "COMMITTED#", "ATTEMPT#", "ATTEMPTS#", "SILO", "SLOT#");
        foreach (var shard in shards)
        {
            table.Add(
                shard.Last > shard.Shard ? $"{shard.Shard} to {shard.Last}" : $"{shard.Shard}",
                shard.Range.ToString(),
                shard.Phase.ToString().ToLowerInvariant(),
                Figures.Share(shard.Committed, shard.Range.Length),
                $"{shard.Attempt}",
                $"{shard.Attempts}",
                shard.Silo ?? "-",
                shard.Slot is { } slot ? $"{slot}" : "-");
        }

        return table;
    }
}
