using ElasticGrains.Cli.Faces;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;
using ElasticGrains.Embedded;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Running;

/// <summary>A job in this process: starts the grid, submits, shows progress, prints the answer and the receipt.</summary>
internal static class EmbeddedRun
{
    // Committed work is safe whatever happens after this; a stop that takes longer would only try patience.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    public static async Task<ExitCode> ExecuteAsync(
        IKernelFace face, ReadOnlyMemory<byte> input, RunSettings settings, CancellationToken cancellationToken)
    {
        using var signals = new StopSignals();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(signals.Token, cancellationToken);
        var spec = settings.Job.SpecOf(face, input);
        var plan = await RunPlanner.PlanAsync(settings, spec, either.Token);
        if (plan.Note is { } note && !settings.Job.Quiet)
        {
            Terminal.Note(note);
        }

        var ended = plan.HasEnded
            ? await LedgerQuestions.ReadEndedAsync(settings.Job.Places, plan.Directory, plan.JobId, either.Token)
            : await RunAsync(face, spec with { Id = plan.JobId }, plan.Directory, settings, either.Token);
        if (ended is null)
        {
            Terminal.Note($"stopped; go on with the same command and --resume (job {plan.JobId})");
            return ExitCode.Stopped;
        }

        EndedJobPrinter.Print(ended, face, settings.Job.Format);
        return ended.ExitCode;
    }

    /// <summary>Runs the job to its end; null when it was stopped before.</summary>
    private static async Task<EndedJob?> RunAsync(
        IKernelFace face, JobSpec spec, string directory, RunSettings settings, CancellationToken cancellationToken)
    {
        EmbeddedGrid? grid = null;
        try
        {
            grid = await EmbeddedGrid.StartAsync(
                builder =>
                {
                    builder.StateDirectory = directory;
                    builder.Slots = settings.Slots;
                    // This command runs one job: others of the same ledger wait for their own --resume.
                    builder.ResumeJobs = false;
                    builder.RecordEventsTo = settings.RecordEventsTo;
                    builder.AddKernel(face.Kernel);
                },
                cancellationToken);
            var job = await grid.SubmitAsync(spec, cancellationToken);
            var started = EgProcess.Elapsed;
            var display = settings.Job.Display();
            var outcome = await new JobWatcher(job, face, display.Interval).WatchAsync(display, cancellationToken);
            var receipt = await job.ReceiptAsync(cancellationToken);
            var total = EgProcess.Elapsed;
            return new EndedJob(outcome, receipt, directory, new RunTimings(started.TotalSeconds, (total - started).TotalSeconds, total.TotalSeconds))
            {
                Replays = await ReplayCommands.ReadAsync(outcome, () => LedgerFiles.Open(directory), settings.Job.Places, spec.Id, cancellationToken),
                StateOption = settings.Job.Places.Option,
            };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            if (grid is not null)
            {
                await StopAsync(grid);
            }
        }
    }

    private static async Task StopAsync(EmbeddedGrid grid)
    {
        try
        {
            await grid.DisposeAsync().AsTask().WaitAsync(StopPatience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            // The process ends anyway; whatever was not committed is computed again.
        }
    }
}
