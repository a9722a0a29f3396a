using System.Diagnostics;
using System.Threading.Channels;
using ElasticGrains.Diagnostics;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Shards;
using ElasticGrains.Warm;

namespace ElasticGrains.Runtime.Shards;

/// <summary>How a run comes onto the thread of its slot, and what is around it there.</summary>
/// <param name="services">Its silo.</param>
/// <param name="runner">The run.</param>
/// <param name="kernel">What it computes.</param>
/// <param name="grant">The slot, and what it is for.</param>
/// <param name="run">The number of the run.</param>
/// <param name="attempt">The attempt that it is by now; null when that is over.</param>
/// <param name="signals">Hears when it cannot begin.</param>
internal sealed class RunThread(
    ShardServices services, ShardRunner runner, IKernelRun kernel, ShardGrant grant, long run, Func<long?> attempt, ChannelWriter<RunSignal> signals)
{
    private readonly Activity? _activity = GridTrace.Start("shard attempt", grant.TraceParent, grant.JobId)
        ?.SetTag(Telemetry.ShardTag, grant.Shard).SetTag(Telemetry.AttemptTag, grant.Attempt);

    /// <summary>
    /// Begins at once; or, where the kernel has warm state, when that is there or is this run's to make, or when nobody waits for the run any more,
    /// which it then sees by itself.
    /// </summary>
    public async Task BeginAsync()
    {
        IWarmLease? warm = null;
        if (kernel is IWarmRun warming)
        {
            // Not in a turn of the grain: it may take long, and a codec is the user's.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            try
            {
                warm = await services.Warm.ReserveAsync(warming, grant.WarmAt ?? [], runner.Unwanted);
            }
#pragma warning disable CA1031 // Whatever a kernel throws becomes data.
            catch (Exception error) when (!runner.Unwanted.IsCancellationRequested)
#pragma warning restore CA1031
            {
                services.Slots.Free(grant.Lease);
                signals.TryWrite(new RunSignal.Failed(run, KernelFailures.Of(error, kernel.Kernel.Name, "when it named its warm state")));
                return;
            }
            catch
            {
                // Nobody waits for it.
            }
        }

        services.Slots.Start(grant.Lease, () => Body(warm));
    }

    private void Body(IWarmLease? warm)
    {
        using (_activity)
        using (services.Console.Keep(grant.JobId, () => (ShardAt(runner.Item), attempt() ?? grant.Attempt)))
        {
            runner.Run(warm);
            if (grant.Lease.IsAlone)
            {
                // Nobody else is to come here before the job has recorded how it ended.
                runner.AwaitHalt();
            }
        }
    }

    private int ShardAt(long item) => grant.Run is { } cut ? EvenCut.PartAt(cut.Items, cut.Parts, item) : grant.Shard;
}
