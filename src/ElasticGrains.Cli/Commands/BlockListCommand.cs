using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;
using ElasticGrains.Storage;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg block list</c>: the blocks of a job, or what those of each job come to.</summary>
internal static class BlockListCommand
{
    public static Command Create()
    {
        var id = new Argument<string?>("JOB") { Description = "The job's id; without it, what the blocks of each job come to.", Arity = ArgumentArity.ZeroOrOne };
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("list", "The blocks of a job and what refers to them, or what the blocks of each job come to.") { id };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var (places, format) = (state.Read(parse), output.Read(parse));
            if (parse.GetValue(id) is { } jobId)
            {
                await using var ledger = await JobSearch.OpenAsync(places, jobId, cancellationToken);
                Print(await BlockQuestions.ViewAsync(ledger, jobId, await ledger.Reader.ListBlocksAsync(jobId, cancellationToken), cancellationToken), format);
            }
            else
            {
                Print(await UsageAsync(places, cancellationToken), format);
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static async Task<IReadOnlyList<BlockUsage>> UsageAsync(StatePlaces places, CancellationToken cancellationToken)
    {
        var usage = new List<BlockUsage>();
        await JobSearch.EachAsync(places, async directory =>
        {
            await using var ledger = LedgerFiles.Open(directory);
            usage.AddRange(await ledger.Reader.ListBlockUsageAsync(cancellationToken));
        });
        return [.. usage.OrderByDescending(job => job.Bytes)];
    }

    private static void Print(IReadOnlyList<BlockView> blocks, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            JsonOutput.Print(new { Blocks = blocks });
            return;
        }

        var table = new TextTable("BLOCK#", "SIZE#", "WHERE", "OF");
        foreach (var block in blocks)
        {
            table.Add(block.Block, Figures.Short(block.Bytes, "bytes"), block.Place, block.Of ?? "-");
        }

        Terminal.Table(table);
    }

    private static void Print(IReadOnlyList<BlockUsage> usage, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            JsonOutput.Print(new { Jobs = usage });
            return;
        }

        var table = new TextTable("JOB", "BLOCKS#", "SIZE#");
        foreach (var job in usage)
        {
            table.Add(job.JobId, Figures.Count(job.Blocks), Figures.Short(job.Bytes, "bytes"));
        }

        Terminal.Table(table);
        Terminal.Note($"{Figures.Count(usage.Sum(job => job.Blocks), "block")} of {Figures.Short(usage.Sum(job => job.Bytes), "bytes")}");
    }
}
