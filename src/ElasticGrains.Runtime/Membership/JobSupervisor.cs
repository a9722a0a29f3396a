using System.Threading.Channels;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Membership;

/// <summary>
/// Wakes every unfinished job of the ledger that no silo says it writes: a woken job that runs already takes no notice, one that lost its silo goes on.
/// </summary>
internal sealed class JobSupervisor(
    IJobLedger ledger, JobRetention retention, UploadRetention uploads, IGrainFactory grains, ISiloCalls silos, ILogger<JobSupervisor> logger)
{
    // A job whose wake was lost, or whose ledger was away, waits at most so long.
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(10);

    // A restart with ten thousand jobs must not read ten thousand histories at once.
    private const int AtOnce = 32;

    private readonly Channel<bool> _hurry = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Do not wait for the next sweep.</summary>
    public void Hurry() => _hurry.Writer.TryWrite(true);

    /// <summary>Sweeps now and then until it is stopped.</summary>
    /// <param name="isSupervisor">True while this silo is the one that does.</param>
    /// <param name="names">The names of the silos that are there.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(Func<bool> isSupervisor, Func<IReadOnlyList<string>> names, TimeProvider time, CancellationToken stop)
    {
        var forgetting = Task.CompletedTask;
        while (!stop.IsCancellationRequested)
        {
            if (isSupervisor())
            {
                await SweepAsync(names(), stop);
                if (forgetting.IsCompleted)
                {
                    // Beside the sweeps: forgetting large jobs takes its time, and a lost silo's jobs must not wait for it.
                    forgetting = Task.WhenAll(ForgetAsync(retention.RunAsync, stop), ForgetAsync(uploads.RunAsync, stop));
                }
            }

            using var pause = new CancellationTokenSource(Sweep, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, stop);
            try
            {
                await _hurry.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException)
            {
                // The next sweep, or the end.
            }
        }

        await forgetting;
    }

    private async Task SweepAsync(IReadOnlyList<string> names, CancellationToken stop)
    {
        try
        {
            // In this order: a job that was accepted in between is woken for nothing, one that has ended in between is not loaded once more.
            var awake = (await Task.WhenAll(names.Select(name => AwakeOnAsync(name, stop)))).SelectMany(ids => ids).ToHashSet(StringComparer.Ordinal);
            var jobs = (await ledger.ListUnfinishedAsync(stop)).Where(job => !awake.Contains(job));
            await Parallel.ForEachAsync(jobs, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, WakeAsync);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The end.
        }
#pragma warning disable CA1031 // Whatever the database says, the supervisor must live: the next sweep tries again.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.SweepFailed(logger, error.Message);
        }
    }

    /// <summary>The jobs of a silo; none of one that does not answer: its jobs are woken, whether they sleep or not.</summary>
    private async Task<IReadOnlyList<string>> AwakeOnAsync(string silo, CancellationToken stop)
    {
        try
        {
            return await silos.AskAsync(silo, it => it.GetJobsAsync(), stop);
        }
#pragma warning disable CA1031 // Whatever it is, it must keep no job asleep.
        catch (Exception error) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.JobsNotListed(logger, silo, error.Message);
            return [];
        }
    }

    private async Task ForgetAsync(Func<CancellationToken, Task> forgetAsync, CancellationToken stop)
    {
        try
        {
            await forgetAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The end.
        }
#pragma warning disable CA1031 // Whatever the database says, it is tried again in a while.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.NotForgotten(logger, error.Message);
        }
    }

    private async ValueTask WakeAsync(string jobId, CancellationToken stop)
    {
        try
        {
            RequestContext.Set(JobPlacement.SpreadKey, true);
            await grains.Job(jobId).WakeAsync().WaitAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever it is, it must not keep other jobs asleep; the next sweep tries again.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.JobNotWoken(logger, jobId, error.Message);
        }
    }
}
