using System.CommandLine;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Running;
using ElasticGrains.Cli.State;
using ElasticGrains.Jobs;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg job retry</c>: goes on with a job that failed or was cancelled, or computes it once more.</summary>
internal static class JobRetryCommand
{
    public static Command Create()
    {
        var id = JobCommand.Id();
        var state = new StateOption();
        var output = new OutputOptions();
        var failedOnly = new Option<bool>("--failed-only") { Description = "Go on with the same job: what is committed stays, only the rest runs. Without it all of it runs again, as a new job." };
        var command = new Command("retry", "Go on with a job that failed or was cancelled, or run it once more.") { id, failedOnly };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var jobId = parse.GetRequiredValue(id);
            await using var ledger = await JobSearch.OpenAsync(state.Read(parse), jobId, cancellationToken);
            var open = parse.GetValue(failedOnly) ? await GoOnAsync(ledger, jobId, cancellationToken) : await AgainAsync(ledger, jobId, cancellationToken);
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(new { Id = open });
            }
            else if (!parse.GetValue(failedOnly))
            {
                Terminal.Line(open);
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static async Task<string> GoOnAsync(OpenLedger ledger, string jobId, CancellationToken cancellationToken)
    {
        var phase = (await LedgerQuestions.FindAsync(ledger, jobId, cancellationToken)).Entry.Phase;
        if (!phase.IsFinal())
        {
            throw EgException.Refused($"job {jobId} has not ended; there is nothing to retry yet.");
        }

        if (phase == JobPhase.Succeeded)
        {
            throw EgException.Refused($"job {jobId} has succeeded; nothing of it is left to run.");
        }

        await (ledger.Cluster is { } cluster ? OnClusterAsync(cluster, jobId, cancellationToken) : InFileAsync(ledger.Place, jobId, cancellationToken));
        Terminal.Note(ledger.Cluster is null
            ? $"job {jobId} is open again; the 'eg run' that began it goes on with it when --resume is added"
            : $"job {jobId} goes on; 'eg job results {jobId} --wait' waits for its answer");
        return jobId;
    }

    private static async Task OnClusterAsync(ClusterFile cluster, string jobId, CancellationToken cancellationToken)
    {
        await using var client = await ClusterClient.ConnectAsync(cluster, cancellationToken);
        await client.Grid.Attach(jobId).RetryAsync(cancellationToken);
    }

    private static async Task InFileAsync(string directory, string jobId, CancellationToken cancellationToken)
    {
        await using var owned = StateDirectory.OpenOwned(directory, TimeProvider.System, "eg job retry");
        await owned.Ledger.ReopenAsync(jobId, "eg job retry", cancellationToken);
    }

    private static async Task<string> AgainAsync(OpenLedger ledger, string jobId, CancellationToken cancellationToken)
    {
        if (ledger.Cluster is not { } cluster)
        {
            throw EgException.Usage($"job {jobId} belongs to 'eg run': run that command again, or add --failed-only to go on with the job.");
        }

        var job = await LedgerQuestions.FindAsync(ledger, jobId, cancellationToken);
        await using var client = await ClusterClient.ConnectAsync(cluster, cancellationToken);

        // Whoever wants it once more wants it computed; later ones may have that.
        var policy = job.Spec.Policy.Cache == CacheUse.Take ? job.Spec.Policy with { Cache = CacheUse.Refresh } : job.Spec.Policy;
        var spec = job.Spec with { Id = JobSettings.FreshId(job.Spec.Kernel), Policy = policy };
        var again = await client.Grid.SubmitAsync(spec, cancellationToken);
        return again.Id;
    }
}
