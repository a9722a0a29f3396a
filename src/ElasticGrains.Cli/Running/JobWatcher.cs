using ElasticGrains.Cli.Faces;
using ElasticGrains.Client;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Running;

/// <summary>Asks a running job how it is, at the pace of a display, until it ends.</summary>
internal sealed class JobWatcher(JobHandle job, IKernelFace face, TimeSpan interval)
{
    private readonly RateMeter _rate = new();

    /// <summary>Shows the job until it ends, and returns how it ended.</summary>
    public async Task<JobOutcome> WatchAsync(IProgressDisplay display, CancellationToken cancellationToken)
    {
        var outcome = job.OutcomeAsync(cancellationToken);
        await display.ShowAsync(() => NextAsync(outcome, cancellationToken));
        return await outcome;
    }

    private async Task<Progress?> NextAsync(Task<JobOutcome> outcome, CancellationToken cancellationToken)
    {
        await Task.WhenAny(outcome, Task.Delay(interval, TimeProvider.System, cancellationToken));
        if (outcome.IsCompleted || cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        var status = await job.StatusAsync(cancellationToken);
        var (perSecond, remaining) = _rate.Add(EgProcess.Elapsed, status);
        return new Progress(status, face.ItemWord, perSecond, remaining, status.Preview.IsEmpty ? null : face.View(status.Preview));
    }
}
