using ElasticGrains.Cli.Faces;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Running;
using ElasticGrains.Cli.State;
using ElasticGrains.Client;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Clusters;

/// <summary>A job on a cluster: submits, shows progress, prints the answer and the receipt.</summary>
internal static class ClusterRun
{
    public static async Task<ExitCode> ExecuteAsync(
        IKernelFace face, JobSpec spec, JobSettings settings, bool waits, CancellationToken cancellationToken)
    {
        using var signals = new StopSignals();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(signals.Token, cancellationToken);
        var file = ClusterFile.Read(settings.Places.ClusterDirectory);
        await using var client = await ClusterClient.ConnectAsync(file, either.Token);
        var job = await client.Grid.SubmitAsync(spec, either.Token);
        if (!waits)
        {
            PrintAccepted(job, settings.Format);
            return ExitCode.Done;
        }

        try
        {
            var ended = await WatchAsync(job, face, settings, file, either.Token);
            EndedJobPrinter.Print(ended, face, settings.Format);
            return ended.ExitCode;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            Terminal.Note($"job {job.Id} goes on without this terminal; 'eg job results {job.Id} --wait' waits for its answer");
            return ExitCode.Stopped;
        }
    }

    private static async Task<EndedJob> WatchAsync(JobHandle job, IKernelFace face, JobSettings settings, ClusterFile file, CancellationToken cancellationToken)
    {
        var started = EgProcess.Elapsed;
        var display = settings.Display();
        var outcome = await new JobWatcher(job, face, display.Interval).WatchAsync(display, cancellationToken);
        var receipt = await job.ReceiptAsync(cancellationToken);
        var total = EgProcess.Elapsed;
        return new EndedJob(
            outcome, receipt, $"cluster {file.Cluster}", new RunTimings(started.TotalSeconds, (total - started).TotalSeconds, total.TotalSeconds))
        {
            Replays = await ReplayCommands.ReadAsync(outcome, () => OpenLedger.Of(file), settings.Places, job.Id, cancellationToken),
            StateOption = settings.Places.Option,
        };
    }

    private static void PrintAccepted(JobHandle job, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            JsonOutput.Print(new { job.Id, job.IsNew });
        }
        else
        {
            Terminal.Line(job.Id);
        }
    }
}
