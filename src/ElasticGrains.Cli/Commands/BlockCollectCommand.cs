using System.CommandLine;
using ElasticGrains.Blocks;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;
using ElasticGrains.Storage;
using ElasticGrains.Storage.Local;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg block gc</c>: forgets blocks to which nothing refers.</summary>
internal static class BlockCollectCommand
{
    public static Command Create()
    {
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("gc", "Forget blocks to which nothing refers, of jobs that have ended or are forgotten, and delete what is left of such blocks in S3; and inputs whose time is up. Silos do it at the end of each job, and every minute.");
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var (forgotten, deleted, inputs) = (0, 0, 0);
            await JobSearch.EachAsync(state.Read(parse), async directory =>
            {
                var (blocks, objects, expired) = await CollectAsync(directory, cancellationToken);
                (forgotten, deleted, inputs) = (forgotten + blocks, deleted + objects, inputs + expired);
            });
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(new { Forgotten = forgotten, ObjectsDeleted = deleted, InputsForgotten = inputs });
            }
            else
            {
                Terminal.Note($"{Figures.Count(forgotten, "block")} forgotten{(deleted == 0 ? "" : $", {Figures.Count(deleted, "object")} deleted in S3")}{(inputs == 0 ? "" : $", {Figures.Count(inputs, "input")} forgotten")}");
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static async Task<(int Blocks, int Objects, int Inputs)> CollectAsync(string directory, CancellationToken cancellationToken)
    {
        if (ClusterFile.Exists(directory))
        {
            await using var cluster = LedgerFiles.Open(directory);
            var forgotten = await CollectAsync(cluster.Reader, cluster.Blocks, cancellationToken);
            return (forgotten, cluster.Blocks is PostgresBlockStore blocks ? await blocks.CollectAsync(cancellationToken) : 0, await cluster.Uploads.CollectAsync(cancellationToken));
        }

        await using var owned = StateDirectory.OpenOwned(directory, TimeProvider.System, "eg block gc");
        return (await CollectAsync(owned.Reader, owned.Blocks, cancellationToken), 0, await owned.Uploads.CollectAsync(cancellationToken));
    }

    private static async Task<int> CollectAsync(ILedgerReader reader, IBlockStore blocks, CancellationToken cancellationToken)
    {
        var forgotten = 0;
        foreach (var job in await reader.ListBlockUsageAsync(cancellationToken))
        {
            forgotten += await blocks.SweepAsync(job.JobId, cancellationToken);
        }

        return forgotten;
    }
}
