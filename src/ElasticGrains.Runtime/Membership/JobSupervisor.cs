using System.Threading.Channels;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Membership;

/// <summary>Wakes every unfinished job of the ledger: a woken job that runs already takes no notice, one that lost its silo goes on.</summary>
internal sealed class JobSupervisor(IJobLedger ledger, JobRetention retention, UploadRetention uploads, IGrainFactory grains, ILogger<JobSupervisor> logger)
{
    // A job whose wake was lost, or whose ledger was away, waits at most so long.
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(10);

    // A restart with ten thousand jobs must not read ten thousand histories at once.
    private const int AtOnce = 32;

    private readonly Channel<bool> _hurry = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Do not wait for the next sweep.</summary>
    public void Hurry() => _hurry.Writer.TryWrite(true);

    public async Task RunAsync(Func<bool> isSupervisor, TimeProvider time, CancellationToken stop)
    {
        var forgetting = Task.CompletedTask;
        while (!stop.IsCancellationRequested)
        {
            if (isSupervisor())
            {
                await SweepAsync(stop);
                if (forgetting.IsCompleted)
                {
                    // Beside the sweeps: forgetting large jobs takes its time, and a lost silo's jobs must not wait for it.
                    forgetting = ForgetAsync(stop);
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

    private async Task SweepAsync(CancellationToken stop)
    {
        try
        {
            var jobs = await ledger.ListUnfinishedAsync(stop);
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

    private async Task ForgetAsync(CancellationToken stop)
    {
        try
        {
            await retention.RunAsync(stop);
            await uploads.RunAsync(stop);
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
